/** A piece of a text, and whether it is one that was looked for. */
export interface Piece {
  text: string;
  found: boolean;
}

/** `text` in pieces, as `ranges` cut it: pairs of beginning and end in UTF-16 units, in order, apart from each other. */
export function piecesOf(text: string, ranges: readonly (readonly [number, number])[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > at) pieces.push({ text: text.slice(at, from), found: false });
    pieces.push({ text: text.slice(from, to), found: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false });
  return pieces;
}
