/** What is no text of the answer: its marks, bars and names of hosts, and what is announced and not read. */
const NO_TEXT =
  '.md-cite, .md-host, .md-caret, .md-mark, .md-math, .md-code, .md-code-bar, .md-table-bar, [aria-hidden="true"]';
/** What is marked where a browser cannot mark words. */
const BLOCKS = 'p, li, tr, h1, h2, h3, h4, h5, h6, .md-block';
const NAME = 'reading';
const CLASS = 'is-read';

interface Piece {
  node: Text;
  /** Where its text begins in that of all, without blanks; UTF-16 units. */
  from: number;
}

/** The texts of an answer on the screen, without blanks. */
export interface ReadText {
  text: string;
  pieces: Piece[];
}

/** The text of the answer in the row of this id; null where it is not on the screen. */
export function readText(row: string): ReadText | null {
  const root = document.getElementById(row)?.querySelector('.answer .markdown');
  if (!root) return null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL, (node) => {
    if (node instanceof Element) return node.matches(NO_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    return node instanceof Text ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  const pieces: Piece[] = [];
  let text = '';
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    pieces.push({ node, from: text.length });
    text += squeezed(node.data);
  }
  return { text, pieces };
}

/** Where in that text something begins that was selected; null where it is not in it. */
export function placeOf({ text, pieces }: ReadText, at: { node: Node; offset: number }): number | null {
  for (const { node, from } of pieces) {
    if (node === at.node) return from + squeezed(node.data.slice(0, at.offset)).length;
    const order = at.node.compareDocumentPosition(node);
    if (at.node.contains(node) || (order & Node.DOCUMENT_POSITION_FOLLOWING) !== 0) return from;
  }
  return pieces.length > 0 ? text.length : null;
}

/** Marks what is being read, in place of what was, and brings it into sight where the reader was following. Without a place: none. */
export function markRead(read: ReadText | null, place: { from: number; to: number } | null): void {
  const followed = wasInSight();
  document.querySelectorAll(`.${CLASS}`).forEach((block) => block.classList.remove(CLASS));
  const range = read && place ? rangeOf(read, place) : null;
  if (!('highlights' in CSS)) blockOf(range)?.classList.add(CLASS);
  else if (range) CSS.highlights.set(NAME, new Highlight(range));
  else CSS.highlights.delete(NAME);
  marked = range;
  if (!range || !followed || isInSight(range)) return;
  blockOf(range)?.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
}

let marked: Range | null = null;

/** Whether what was marked last was to be seen; at the beginning it need not be. */
function wasInSight(): boolean {
  return marked === null || isInSight(marked);
}

function isInSight(range: Range): boolean {
  const { top, bottom, height } = range.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < window.innerHeight;
}

function calm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function rangeOf({ pieces }: ReadText, { from, to }: { from: number; to: number }): Range | null {
  const start = pointAt(pieces, from, false);
  const end = pointAt(pieces, to, true);
  if (!start || !end) return null;
  const range = document.createRange();
  range.setStart(start.node, start.offset);
  range.setEnd(end.node, end.offset);
  return range;
}

/** The place in a text node; `end`: behind the last sign, so that a range ends in the node in which its text does. */
function pointAt(pieces: readonly Piece[], at: number, end: boolean): { node: Text; offset: number } | null {
  const before = pieces.filter(({ node, from }) => (end ? from < at : from <= at) && node.data.trim() !== '');
  const piece = before[before.length - 1];
  if (!piece) return null;
  let left = at - piece.from;
  const { data } = piece.node;
  for (let offset = 0; offset <= data.length; offset += 1) {
    const blank = /\s/.test(data.charAt(offset));
    if (left === 0 && (end || !blank)) return { node: piece.node, offset };
    if (!blank) left -= 1;
  }
  return { node: piece.node, offset: data.length };
}

function blockOf(range: Range | null): Element | null {
  return range?.startContainer.parentElement?.closest(BLOCKS) ?? null;
}

/** A text without blanks: how lines break is no part of it. */
export function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}
