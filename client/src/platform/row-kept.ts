import type { Span } from './row-span';
import { selectedIn } from './scroll-rest';

/** So many rows are drawn at most for one that stays. */
const FOCUSED_MAX = 60;
const SELECTED_MAX = 300;
/** So many rows that were not drawn yet are drawn at once for them; no step is to take long. */
const GAP_MAX = 4;

/** Rows of a block, counted from its first, that are not to go. */
export interface Kept extends Span {
  /** As long as no more rows are drawn for them than this. */
  max: number;
}

/** The rows of which something is selected or has the focus: both would be lost with them. */
export function keptIn(block: HTMLElement): Kept[] {
  const all = [...block.children];
  const chosen = selectedIn(block);
  return [
    ...spanned(
      all.map((child) => chosen?.intersectsNode(child) ?? false),
      SELECTED_MAX,
    ),
    ...spanned(
      all.map((child) => child.contains(document.activeElement)),
      FOCUSED_MAX,
    ),
  ];
}

function spanned(kept: readonly boolean[], max: number): Kept[] {
  const from = kept.indexOf(true);
  return from < 0 ? [] : [{ from, to: kept.lastIndexOf(true) + 1, max }];
}

/** `next` with the rows `kept`, counted from the first of those drawn `now`. */
export function withKept(next: Span, now: Span, kept: readonly Kept[]): Span {
  if (Math.max(next.from - now.to, now.from - next.to) > GAP_MAX) return next;
  return kept.reduce((span, { from, to, max }) => {
    const wider = { from: Math.min(span.from, now.from + from), to: Math.max(span.to, now.from + to) };
    return wider.to - wider.from <= max ? wider : span;
  }, next);
}

/** The focus is in a row drawn `now` that is not among the `next`. */
export function focusLeaves(block: HTMLElement, next: Span, now: Span): boolean {
  const at = [...block.children].findIndex((child) => child.contains(document.activeElement));
  return at >= 0 && (now.from + at < next.from || now.from + at >= next.to);
}
