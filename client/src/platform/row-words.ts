import { firstOf } from './first-of';

/** Off by less than this is where it was; px. */
const SAME_PX = 1;

/** What is read: the first line of what is seen, by the words that it begins with. */
export interface HeldWords {
  /** By how much they are below where they were seen when they were noted, px; null where they are gone. */
  moved(): number | null;
  /** Whether they are where they were. */
  still(): boolean;
}

/** So many texts are looked at for words that are seen: what has none, as pictures and buttons, is not so long. */
const TEXTS_MAX = 40;

/**
 * Notes the first words from a piece of the rows on that are not above what is seen; null where there are none. When lines break
 * elsewhere, as they do when a phone is turned, the beginning of a paragraph says nothing of the line that was read in it.
 */
export function holdWords(view: HTMLElement, rows: HTMLElement, piece: Element): HeldWords | null {
  const { top } = view.getBoundingClientRect();
  const words = wordsBelow(rows, piece, top);
  if (!words) return null;
  const seenAt = (): number => words.getBoundingClientRect().top - view.getBoundingClientRect().top;
  const noted = seenAt();
  const moved = (): number | null => {
    const gone = !words.startContainer.isConnected || words.collapsed;
    return gone ? null : seenAt() - noted;
  };
  return { moved, still: () => Math.abs(moved() ?? Infinity) < SAME_PX };
}

/** The first character of the first line from a piece on that is seen at least by half. */
function wordsBelow(rows: Element, piece: Element, y: number): Range | null {
  const texts = document.createTreeWalker(rows, NodeFilter.SHOW_TEXT);
  texts.currentNode = piece;
  const range = document.createRange();
  for (let count = 0; count < TEXTS_MAX; count += 1) {
    const text = texts.nextNode();
    if (!text) return null;
    const { length } = text.textContent ?? '';
    range.selectNodeContents(text);
    const { bottom } = range.getBoundingClientRect();
    const line = [...range.getClientRects()].find(({ height }) => height > 0);
    const half = (line?.height ?? Infinity) / 2;
    if (bottom <= y + half) continue;
    // By what is up to there: a blank at the end of a line has no box of its own.
    const at = firstOf(length - 1, (index) => {
      range.setEnd(text, index + 1);
      return range.getBoundingClientRect().bottom > y + half;
    });
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range;
  }
  return null;
}
