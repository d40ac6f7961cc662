import type { Cell } from '@/markdown/native/native-blocks';
import type { Styled } from './atoms';
import { breakLines, extentOf, type Line } from './lines';
import { setRecords } from './records';
import { styledOf } from './looks';
import type { Pen } from './pen';
import type { Steps } from './types';

const SIZES = [14, 12.5, 11];
const PAD_X = 10;
const PAD_Y = 8;
/** No column is narrower, however many there are; px of text. */
const LEAST = 24;
/** Words that want more of all the room than this are broken. */
const LONG = 1 / 3;

interface Extent {
  least: number;
  natural: number;
}

/**
 * How wide the columns are, px of text, so that all of them have `room`. Each gets what its longest word needs, and what is left in
 * proportion to what it still wants.
 */
export function columnWidths(extents: readonly Extent[], room: number): number[] {
  const natural = sum(extents.map((extent) => extent.natural));
  if (natural <= room) {
    const more = (room - natural) / Math.max(1, extents.length);
    return extents.map((extent) => extent.natural + more);
  }
  const tight = sum(extents.map((extent) => extent.least));
  if (tight >= room) {
    const share = extents.map((extent) => Math.max(LEAST, (extent.least / tight) * room));
    return share.map((width) => (width / sum(share)) * room);
  }
  const floors = floorsOf(extents, room);
  const least = sum(floors);
  const wanted = natural - least;
  return extents.map((extent, at) => {
    const floor = floors[at] ?? extent.least;
    return floor + ((extent.natural - floor) / wanted) * (room - least);
  });
}

/** What each column gets before the rest is shared: a short one, beside which another wants much, all that it wants. */
function floorsOf(extents: readonly Extent[], room: number): number[] {
  const little = room / extents.length / 2;
  const floors = extents.map(({ least, natural }) => Math.max(least, Math.min(natural, little)));
  return sum(floors) < room ? floors : extents.map(({ least }) => least);
}

/**
 * Sets a table as wide as its column; its letters are smaller where its words have no room, and where its figures have none even
 * then, each of its rows is a list. The first row is the head.
 */
export function* setTable(
  pen: Pen,
  rows: readonly (readonly Cell[])[],
  { x, width }: { x: number; width: number },
): Steps {
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (count === 0) return;
  const room = width - count * 2 * PAD_X;
  for (const size of SIZES) {
    const extents = yield* extentsOf(pen, rows, { count, size, long: room * LONG });
    if (sum(extents.map(({ least }) => least)) <= room) {
      return yield* setRows(pen, rows, { x, width, size, widths: columnWidths(extents, room) });
    }
  }
  yield* setRecords(pen, rows, { x, width });
}

interface Grid {
  x: number;
  width: number;
  size: number;
  widths: readonly number[];
}

function* setRows(pen: Pen, rows: readonly (readonly Cell[])[], { x, width, size, widths }: Grid): Steps {
  const close = pen.open({ x, width, radius: 12, fill: 'paper', outline: 'line' });
  for (const [at, row] of rows.entries()) {
    if (pen.full()) break;
    if (at > 0) {
      pen.cuts.push({ y: pen.y, block: false });
      pen.box({ x, y: pen.y, width, height: 1, radius: 0, fill: 'line' });
    }
    yield* setRow(pen, { row, head: at === 0, widths, size }, x);
    yield;
  }
  close();
}

interface Row {
  row: readonly Cell[];
  head: boolean;
  widths: readonly number[];
  size: number;
}

function* setRow(pen: Pen, { row, head, widths, size }: Row, left: number): Steps {
  const leading = size * 1.6;
  const cells: { cell: Cell; lines: Line[] }[] = [];
  for (const [at, cell] of row.entries()) {
    // What was measured may come out a hair wider.
    const room = (widths[at] ?? 0) + 0.5;
    cells.push({ cell, lines: yield* breakLines(cellText(cell, head, size), room, pen.measure) });
  }
  const height = cells.reduce((most, { lines }) => Math.max(most, lines.length), 1) * leading + 2 * PAD_Y;
  const width = sum(widths) + widths.length * 2 * PAD_X;
  if (head) {
    // Round at its upper corners alone: the lower half lies over the lower ones.
    pen.box({ x: left, y: pen.y, width, height, radius: 11, fill: 'head' });
    pen.box({ x: left, y: pen.y + height / 2, width, height: height / 2, radius: 0, fill: 'head' });
  }
  const top = pen.y;
  let x = left;
  cells.forEach(({ cell, lines }, at) => {
    const own = widths[at] ?? 0;
    pen.y = top + PAD_Y;
    for (const line of lines) {
      const spare = Math.max(0, own - line.width);
      const shift = cell.side === 'right' ? spare : cell.side === 'center' ? spare / 2 : 0;
      pen.line(line, { x: x + PAD_X + shift, leading, size });
      pen.y += leading;
    }
    x += own + 2 * PAD_X;
  });
  pen.y = top + height;
}

function cellText(cell: Cell, head: boolean, size: number): Styled[] {
  return styledOf(cell.runs, { font: { size, ...(head && { bold: true }) }, paint: 'ink' });
}

function* extentsOf(
  pen: Pen,
  rows: readonly (readonly Cell[])[],
  { count, size, long }: { count: number; size: number; long: number },
): Steps<Extent[]> {
  const extents = Array.from({ length: count }, () => ({ least: LEAST, natural: LEAST }));
  for (const [index, row] of rows.entries()) {
    for (const [at, cell] of row.entries()) {
      const most = extents[at];
      if (!most) continue;
      const { least, natural } = yield* extentOf(cellText(cell, index === 0, size), pen.measure, long);
      most.least = Math.max(most.least, least);
      most.natural = Math.max(most.natural, natural);
    }
    yield;
  }
  return extents;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
