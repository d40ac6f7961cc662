import type { Formula } from '@huati/shared';

/** A piece of text in one look. All fields are strings, for setData carries no `undefined`. */
export interface Run {
  text: string;
  /** Names of its looks, such as `md-b md-code-word`; empty for plain text. */
  look: string;
  /** Where a tap leads; empty for none. */
  href: string;
}

/** What the `href` of a formula starts with; behind it stands `d` for one that has a line of its own, else `i`, and its TeX. */
export const TO_FORMULA = 'formula:';

/** The formula that a run is, once it has its end. */
export function formulaOf({ href }: Pick<Run, 'href'>): Formula | undefined {
  if (!href.startsWith(TO_FORMULA)) return undefined;
  const at = TO_FORMULA.length;
  return { tex: href.slice(at + 1), display: href[at] === 'd' };
}

/** What the `href` of a picture of our own server starts with; its path is behind it. */
export const TO_OWN_PICTURE = 'own:';

/** The path of the picture that a run is; empty for any other run. */
export function pictureOf({ href }: Pick<Run, 'href'>): string {
  return href.startsWith(TO_OWN_PICTURE) ? href.slice(TO_OWN_PICTURE.length) : '';
}

/** How far in a line stands: levels of lists and of quotes around it. */
export interface Depth {
  indent: number;
  quote: number;
}

/** One paragraph, heading, list item or rule. */
export interface Line extends Depth {
  kind: 'p' | 'h1' | 'h2' | 'h3' | 'h4' | 'rule';
  /** What stands before a list item: `•` or `3.`; empty elsewhere. */
  marker: string;
  /** It belongs to what stands above it. */
  tight: boolean;
  runs: Run[];
}

export interface ProseBlock {
  kind: 'prose';
  key: string;
  lines: Line[];
}

export interface Cell {
  side: 'left' | 'center' | 'right';
  runs: Run[];
}

export interface TableBlock extends Depth {
  kind: 'table';
  key: string;
  /** The first is the head. */
  rows: Cell[][];
}

export interface NativeCode extends Depth {
  kind: 'code';
  key: string;
  language: string;
  code: string;
  /** The fence has no end yet. */
  open: boolean;
}

/** A formula that stands by itself. */
export interface NativeMath extends Depth {
  kind: 'math';
  key: string;
  tex: string;
  /** As written, with what opens and closes it. */
  source: string;
  open: boolean;
}

export type NativeBlock = ProseBlock | TableBlock | NativeCode | NativeMath;

/**
 * Text in one look is cut into pieces of about so many UTF-16 units. While an answer grows, the piece at its end is all
 * that crosses from the program to its view again.
 */
const PIECE_UNITS = 24;

/** The runs, cut so that none is long; never inside of a surrogate pair. A formula that has its end, or a picture, is one. */
export function inPieces(runs: readonly Run[]): Run[] {
  return runs.flatMap((run) =>
    formulaOf(run) || pictureOf(run) !== '' ? [run] : piecesOf(run.text, PIECE_UNITS).map((text) => ({ ...run, text })),
  );
}

/** The text in pieces of `units` UTF-16 units, one more where that would cut a surrogate pair. */
export function piecesOf(text: string, units: number): string[] {
  const result: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.charCodeAt(at + units - 1);
    const length = end >= 0xd800 && end < 0xdc00 ? units + 1 : units;
    result.push(text.slice(at, at + length));
    at += length;
  }
  return result;
}

/** The last of a list; `Array.prototype.at` is not there on phones of a few years ago. */
export function last<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1];
}
