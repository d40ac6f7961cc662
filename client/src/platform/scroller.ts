import { rowsElement, scrollElement } from './scroll-element';
import { isHeld } from './scroll-rest';

/** What is seen of a scrolling view, px. */
export interface ScrollMetrics {
  top: number;
  height: number;
  client: number;
}

export interface Scroller {
  /** Where it stands now; null where the view is not there, or does not tell. */
  metrics(): ScrollMetrics | null;
  /** The height of what is seen, as last measured, px; 0 where it was not yet. */
  client(): number;
  /** A finger is on the view, or something in it is being selected: nothing is to move by itself. */
  held(): boolean;
  /** Tells whether the row begins above what is seen and goes on in it; a moment later where views do not tell at once. */
  beginsAbove(row: string, tell: (is: boolean) => void): void;
  toEnd(smooth: boolean): void;
  /** Brings the element with the id `row` into view: where `words` stand in it, marked for a moment, else its beginning. */
  toRow(row: string, words: readonly string[]): void;
  /**
   * Notes what is seen before rows are added above `row`, the first one, the view being scrolled by `top` px. Out: puts it
   * back where it was, once the rows are there.
   */
  mark(row: string, top: number): () => void;
  /** Runs when the content or the view changed its height, before it is painted. Out: stops it. */
  onResize(run: () => void): () => void;
}

/** Scrolls the view with the id `id`. */
export function createScroller(id: string): Scroller {
  const find = (): HTMLElement | null => scrollElement(id);
  return {
    metrics() {
      const view = find();
      return view && { top: view.scrollTop, height: view.scrollHeight, client: view.clientHeight };
    },
    client: () => find()?.clientHeight ?? 0,
    held() {
      const view = find();
      return view !== null && isHeld(view);
    },
    beginsAbove(row, tell) {
      const view = find();
      const box = document.getElementById(row)?.getBoundingClientRect();
      if (!view || !box) return tell(false);
      const { top } = view.getBoundingClientRect();
      tell(box.top < top - ABOVE_PX && box.bottom > top);
    },
    toEnd(smooth) {
      const view = find();
      view?.scrollTo({ top: view.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    },
    toRow(row, words) {
      const element = document.getElementById(row);
      const view = find();
      if (!element || !view) return;
      const found = findWords(element, words);
      const { top } = (found ?? element).getBoundingClientRect();
      const margin = found ? view.clientHeight / 3 : 0;
      view.scrollBy({ top: top - view.getBoundingClientRect().top - margin, behavior: 'instant' });
      if (found) markWords(found);
    },
    // The window of rows keeps what is seen where it is.
    mark: () => () => undefined,
    onResize(run) {
      const view = find();
      if (!view) return () => undefined;
      const observer = new ResizeObserver(run);
      observer.observe(view);
      // The rows alone: the room around them changes with them, and would be told of in circles.
      const rows = rowsElement(id);
      if (rows) observer.observe(rows);
      return () => observer.disconnect();
    },
  };
}

/** A beginning that is so little above what is seen needs no way back; px. */
const ABOVE_PX = 24;

/** Where the first of `words` stands in the text of `element`, whatever its case. */
function findWords(element: HTMLElement, words: readonly string[]): Range | null {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue?.toLowerCase() ?? '';
    for (const word of words) {
      const at = text.indexOf(word.toLowerCase());
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      return range;
    }
  }
  return null;
}

const MARK = 'sought';
/** As long as the row that was looked for is marked, ms. */
const MARKED_MS = 4_000;

/** Without a change of the page itself, which Vue would undo or trip over. */
function markWords(range: Range): void {
  if (!('highlights' in CSS)) return;
  CSS.highlights.set(MARK, new Highlight(range));
  setTimeout(() => CSS.highlights.delete(MARK), MARKED_MS);
}
