import { atomsOf, breaksBetween, CODE_PAD, type Atom, type Styled } from './atoms';
import type { Measure } from './types';

/** Text in one look at its place in a line. */
export interface Piece {
  x: number;
  width: number;
  text: string;
  style: Styled;
}

export interface Line {
  pieces: Piece[];
  width: number;
}

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
  put(cluster: readonly Atom[]): void {
    const [first] = cluster;
    if (!first) return;
    if (first.kind === 'break') return this.end(true);
    if (first.kind === 'blank' && this.line.pieces.length === 0 && !this.own) return;
    const solid = cluster.filter(({ kind }) => kind !== 'blank');
    const width = widthOf(solid);
    if (this.line.pieces.length > 0 && this.line.width + first.gap + width > this.room) this.end(false);
    if (width > this.room) for (const atom of cluster) this.putLong(atom);
    else for (const atom of cluster) this.add(atom);
  }

  /** The rest, as the last line. */
  finish(): Line[] {
    if (this.line.pieces.length > 0 || this.lines.length === 0) this.end(true);
    return this.lines;
  }

  /** What is longer than a line is broken where it can be, addresses behind their signs. */
  private putLong(atom: Atom): void {
    let rest = atom;
    while (this.line.width + rest.gap + rest.width > this.room && rest.text.length > 1) {
      const head = this.headOf(rest, this.room - this.line.width - rest.gap);
      if (head === '' && this.line.pieces.length > 0) {
        this.end(false);
        continue;
      }
      const text = head === '' ? ([...rest.text][0] ?? '') : head;
      this.add({ ...rest, text, width: this.measure(text, rest.style.font) });
      this.end(false);
      const left = rest.text.slice(text.length);
      rest = { ...rest, text: left, width: this.measure(left, rest.style.font), gap: 0 };
    }
    if (rest.text !== '') this.add(rest);
  }

  /** The beginning of a long word that has room in `room`; empty where none has. */
  private headOf({ text, style }: Atom, room: number): string {
    let head = '';
    let good = '';
    let width = 0;
    for (const character of text) {
      width += this.measure(character, style.font);
      if (width > room) break;
      head += character;
      if (GOOD_BREAK.test(character)) good = head;
    }
    return good.length > head.length / 2 ? good : head;
  }

  private add({ text, style, width, gap, kind }: Atom): void {
    const { line } = this;
    if (kind === 'blank' && line.pieces.length === 0 && !this.own) return;
    const before = line.pieces[line.pieces.length - 1];
    const isCode = style.as === 'code';
    const room = line.pieces.length > 0 || isCode ? gap : 0;
    if (before && before.style === style && room === 0 && style.as !== 'cite') {
      before.text += text;
      before.width += width;
    } else {
      line.pieces.push({ x: line.width + room, width, text, style });
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

/** Atoms in groups that stay on one line. */
function clustersOf(atoms: readonly Atom[]): Atom[][] {
  const clusters: Atom[][] = [];
  atoms.forEach((atom, at) => {
    const before = atoms[at - 1];
    const open = clusters[clusters.length - 1];
    if (before && open && !breaksBetween(before, atom)) open.push(atom);
    else clusters.push([atom]);
  });
  return clusters;
}

/**
 * Breaks text into lines of at most `room` px: no line begins with a closing sign or ends with an opening one, words stay
 * whole, and what is longer than a line is broken inside.
 */
export function breakLines(runs: readonly Styled[], room: number, measure: Measure): Line[] {
  const filler = new Filler(room, measure);
  for (const cluster of clustersOf(atomsOf(runs, measure))) filler.put(cluster);
  return filler.finish();
}

/** How wide text would be with all the room, and how wide its widest unbreakable piece is; px. */
export function extentOf(runs: readonly Styled[], measure: Measure): { least: number; natural: number } {
  const clusters = clustersOf(atomsOf(runs, measure));
  const natural = breakLines(runs, Number.MAX_SAFE_INTEGER, measure).reduce(
    (most, { width }) => Math.max(most, width),
    0,
  );
  const least = clusters.reduce(
    (most, cluster) => Math.max(most, widthOf(cluster.filter(({ kind }) => kind !== 'blank'))),
    0,
  );
  return { least, natural };
}

/** Code by lines of `room` px: broken anywhere, for its blanks have a meaning. */
export function breakCode(runs: readonly Styled[], room: number, measure: Measure): Line[] {
  const lines: Line[] = [{ pieces: [], width: 0 }];
  for (const style of runs) {
    for (const character of style.text.replace(/\t/g, '    ')) {
      const width = measure(character, style.font);
      let line = lines[lines.length - 1];
      if (!line || (line.width + width > room && line.pieces.length > 0)) {
        line = { pieces: [], width: 0 };
        lines.push(line);
      }
      const before = line.pieces[line.pieces.length - 1];
      if (before?.style === style) {
        before.text += character;
        before.width += width;
      } else {
        line.pieces.push({ x: line.width, width, text: character, style });
      }
      line.width += width;
    }
  }
  return lines;
}

export { CODE_PAD };
