import { atomsOf, breaksBetween, CODE_PAD, type Atom, type Styled } from './atoms';
import { graphemesOf } from './graphemes';
import type { Measure, Steps } from './types';

/** Text in one look at its place in a line. */
export interface Piece {
  x: number;
  width: number;
  /** Of its width, what is room behind its last letter. */
  pad: number;
  text: string;
  style: Styled;
}

export interface Line {
  pieces: Piece[];
  width: number;
}

/** So many atoms are set before somebody else may have a turn; of a long word, so many lines. */
const AT_ONCE = 200;
const LINES_AT_ONCE = 8;
/** No line holds more, UTF-16 units. */
const LINE_UNITS = 600;
/** Behind these an address may be broken. */
const GOOD_BREAK = /[/?&=_\-.,:;#]/;

/** Fills lines with what comes, piece by piece. */
class Filler {
  readonly lines: Line[] = [];
  private line: Line = { pieces: [], width: 0 };
  /** The line began where the text says so, not where one was full: its blanks stay. */
  private own = true;

  constructor(
    private readonly room: number,
    private readonly measure: Measure,
  ) {}

  /** Atoms that stay together. */
  *put(cluster: readonly Atom[]): Steps {
    const [first] = cluster;
    if (!first) return;
    if (first.kind === 'break') return this.end(true);
    if (first.kind === 'blank' && this.line.pieces.length === 0 && !this.own) return;
    const solid = cluster.filter(({ kind }) => kind !== 'blank');
    const width = widthOf(solid);
    if (this.line.pieces.length > 0 && this.line.width + first.gap + width > this.room) this.end(false);
    if (width > this.room) for (const atom of cluster) yield* this.putLong(atom);
    else for (const atom of cluster) this.add(atom);
  }

  /** The rest, as the last line. */
  finish(): Line[] {
    if (this.line.pieces.length > 0 || this.lines.length === 0) this.end(true);
    return this.lines;
  }

  /** What is longer than a line is broken where it can be, addresses behind their signs. */
  private *putLong(atom: Atom): Steps {
    let rest = atom;
    while (this.line.width + this.gapOf(rest) + rest.width > this.room && rest.text.length > 1) {
      const head = this.headOf(rest, this.room - this.line.width - this.gapOf(rest));
      if (head === '' && this.line.pieces.length > 0) {
        this.end(false);
        continue;
      }
      const text = head === '' ? (graphemesOf(rest.text.slice(0, LINE_UNITS)).next().value ?? rest.text) : head;
      if (text.length === rest.text.length) break;
      const width = this.measure(text, rest.style.font);
      this.add({ ...rest, text, width, pad: 0 });
      this.end(false);
      // By subtraction: to measure all of the rest for each line takes the square of its length.
      rest = { ...rest, text: rest.text.slice(text.length), width: Math.max(0, rest.width - width), gap: 0 };
      if (this.lines.length % LINES_AT_ONCE === 0) yield;
    }
    if (rest.text !== '') this.add(rest);
  }

  /** The beginning of a long word that has room in `room`; empty where none has. */
  private headOf({ text, style }: Atom, room: number): string {
    let head = '';
    let good = '';
    let width = 0;
    for (const character of graphemesOf(text.slice(0, LINE_UNITS))) {
      width += this.measure(character, style.font);
      if (width > room) break;
      head += character;
      if (GOOD_BREAK.test(character)) good = head;
    }
    return good.length > head.length / 2 ? good : head;
  }

  /** Room before an atom: at the beginning of a line only within a chip of code. */
  private gapOf({ gap, style }: Atom): number {
    if (this.line.pieces.length > 0) return gap;
    return style.as === 'code' ? Math.max(gap, CODE_PAD) : 0;
  }

  private add(atom: Atom): void {
    const { line } = this;
    const { text, style, width, pad } = atom;
    if (atom.kind === 'blank' && line.pieces.length === 0 && !this.own) return;
    const before = line.pieces[line.pieces.length - 1];
    const room = this.gapOf(atom);
    if (before && before.style === style && room === 0 && style.as !== 'cite') {
      before.text += text;
      before.width += width;
      before.pad = pad;
    } else {
      line.pieces.push({ x: line.width + room, width, pad, text, style });
    }
    line.width += room + width;
  }

  private end(own: boolean): void {
    const { line } = this;
    const last = line.pieces[line.pieces.length - 1];
    if (last && /\s$/.test(last.text) && last.style.as !== 'code') {
      const trimmed = last.text.replace(/\s+$/, '');
      const lost = this.measure(last.text.slice(trimmed.length), last.style.font);
      last.text = trimmed;
      last.width -= lost;
      line.width -= lost;
    }
    this.lines.push({ pieces: line.pieces.filter(({ text }) => text !== ''), width: line.width });
    this.line = { pieces: [], width: 0 };
    this.own = own;
  }
}

function widthOf(atoms: readonly Atom[]): number {
  return atoms.reduce((sum, { width, gap }, at) => sum + width + (at > 0 ? gap : 0), 0);
}

/** Yields atoms in groups that stay on one line. */
function* clustersOf(atoms: readonly Atom[]): Generator<Atom[], void> {
  let open: Atom[] = [];
  for (const [at, atom] of atoms.entries()) {
    const before = atoms[at - 1];
    if (before && breaksBetween(before, atom)) {
      yield open;
      open = [];
    }
    open.push(atom);
  }
  if (open.length > 0) yield open;
}

/**
 * Breaks text into lines of at most `room` px: no line begins with a closing sign or ends with an opening one, words stay
 * whole, and what is longer than a line is broken inside, between two characters.
 */
export function* breakLines(runs: readonly Styled[], room: number, measure: Measure): Steps<Line[]> {
  const filler = new Filler(room, measure);
  let set = 0;
  for (const cluster of clustersOf(yield* atomsOf(runs, measure))) {
    yield* filler.put(cluster);
    set += cluster.length;
    if (set < AT_ONCE) continue;
    set = 0;
    yield;
  }
  return filler.finish();
}

/**
 * How wide text would be with all the room, and how wide its widest unbreakable piece is; px.
 *
 * @param long wider words may be broken as well; never figures
 */
export function* extentOf(
  runs: readonly Styled[],
  measure: Measure,
  long: number,
): Steps<{ least: number; natural: number }> {
  const extent = { least: 0, natural: 0 };
  let line = 0;
  let set = 0;
  for (const cluster of clustersOf(yield* atomsOf(runs, measure))) {
    const width = widthOf(cluster);
    line = cluster[0]?.kind === 'break' ? 0 : line + width + (line > 0 ? (cluster[0]?.gap ?? 0) : 0);
    extent.natural = Math.max(extent.natural, line);
    const solid = cluster.filter(({ kind }) => kind !== 'blank');
    const least = widthOf(solid);
    extent.least = Math.max(extent.least, isFigure(solid) ? least : Math.min(least, long));
    set += cluster.length;
    if (set < AT_ONCE) continue;
    set = 0;
    yield;
  }
  return extent;
}

/** Whether it is a number with its signs, as `-1,204.5%` or `￥300`. */
function isFigure(cluster: readonly Atom[]): boolean {
  return /^[^\p{L}]*\p{Nd}[^\p{L}]*$/u.test(cluster.map(({ text }) => text).join(''));
}

/** Code by lines of `room` px: broken anywhere between two characters, for its blanks have a meaning. */
export function* breakCode(runs: readonly Styled[], room: number, measure: Measure): Steps<Line[]> {
  const lines: Line[] = [{ pieces: [], width: 0 }];
  for (const style of runs) {
    for (const character of graphemesOf(style.text.replace(/\t/g, '    '))) {
      const width = measure(character, style.font);
      let line = lines[lines.length - 1];
      if (!line || (line.width + width > room && line.pieces.length > 0)) {
        line = { pieces: [], width: 0 };
        lines.push(line);
        if (lines.length % LINES_AT_ONCE === 0) yield;
      }
      const before = line.pieces[line.pieces.length - 1];
      if (before?.style === style) {
        before.text += character;
        before.width += width;
      } else {
        line.pieces.push({ x: line.width, width, pad: 0, text: character, style });
      }
      line.width += width;
    }
  }
  return lines;
}
