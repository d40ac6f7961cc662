import { firstOf } from './first-of';

/** A piece of the page that is so high may change inside: the place is then held by what is in it; px. */
const PIECE_PX = 160;
const DEPTH_MAX = 12;

/** Something that stands at the top of what is seen, and where it begins in the window, px. */
export interface PlacedPiece {
  element: Element;
  top: number;
}

/**
 * Notes what stands at the top of what is seen. Browsers do the same by themselves, but not all of them, and not while rows come
 * and go. Out: by how much it was moved since by what changed above it, px; 0 where it is gone.
 */
export function holdPlace(view: HTMLElement, rows: HTMLElement): () => number {
  const origin = (): number => view.getBoundingClientRect().top - view.scrollTop;
  // Where it stands in what is scrolled does not change by scrolling, as long as nothing above it changes.
  const base = origin();
  const held = piecesAt(view, rows).reverse();
  return () => {
    const found = held.find(({ element }) => element.isConnected);
    return found ? found.element.getBoundingClientRect().top - origin() - (found.top - base) : 0;
  };
}

/** What stands at the top of what is seen: a row, a piece of it, a piece of that. */
export function piecesAt(view: HTMLElement, rows: HTMLElement): PlacedPiece[] {
  const { top, left } = view.getBoundingClientRect();
  const pieces: PlacedPiece[] = [];
  let element = firstBelow(rows, top);
  while (element && pieces.length < DEPTH_MAX) {
    const box = element.getBoundingClientRect();
    pieces.push({ element, top: box.top });
    // Side by side, the first child that ends below says nothing about the others.
    if (box.top >= top || box.height < PIECE_PX || box.right < left) break;
    element = firstBelow(element, top);
  }
  return pieces;
}

/** What is in these is drawn in several steps, colours and formulas last: another time it has other children at first. */
const WHOLE = '.md-code-part, .md-math, p, td, th, h1, h2, h3, h4, h5, h6';

/** Such pieces as far as they are the same each time that they are drawn. */
export function steadyPieces(pieces: readonly PlacedPiece[]): readonly PlacedPiece[] {
  const whole = pieces.findIndex(({ element }) => element.matches(WHOLE));
  return whole < 0 ? pieces : pieces.slice(0, whole + 1);
}

/** How pieces lie in each other: the number of each but the first among the children of the one before. */
export function pathOf(pieces: readonly PlacedPiece[]): number[] {
  return pieces.slice(1).map(({ element }, at) => [...(pieces[at]?.element.children ?? [])].indexOf(element));
}

/** The piece at the end of a path, or the last one on it that there is; `whole`: it is the end. */
export function pieceAt(row: Element, path: readonly number[]): { piece: Element; whole: boolean } {
  let piece = row;
  for (const index of path) {
    const next = piece.children[index];
    if (!next) return { piece, whole: false };
    piece = next;
  }
  return { piece, whole: true };
}

/** The first child that ends below `y`; children stand below each other. */
function firstBelow(parent: Element, y: number): Element | undefined {
  const { children } = parent;
  return children[firstOf(children.length, (at) => (children[at]?.getBoundingClientRect().bottom ?? Infinity) > y)];
}
