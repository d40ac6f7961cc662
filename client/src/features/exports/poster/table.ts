import type { Cell } from '@/markdown/native/native-blocks';
import type { Styled } from './atoms';
import { breakLines, extentOf, type Line } from './lines';
import { styledOf } from './looks';
import type { Pen } from './pen';

const SIZES = [14, 12.5, 11];
const PAD_X = 10;
const PAD_Y = 8;
/** No column is narrower, however many there are; px of text. */
const LEAST = 24;

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
  const least = sum(extents.map((extent) => extent.least));
  if (least >= room) {
    const share = extents.map((extent) => Math.max(LEAST, (extent.least / least) * room));
    return share.map((width) => (width / sum(share)) * room);
  }
  const wanted = natural - least;
  return extents.map((extent) => extent.least + ((extent.natural - extent.least) / wanted) * (room - least));
}

/** Sets a table as wide as its column; its letters are smaller where its words have no room. The first row is the head. */
export function setTable(
  pen: Pen,
  rows: readonly (readonly Cell[])[],
  { x, width }: { x: number; width: number },
): void {
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (count === 0) return;
  const room = width - count * 2 * PAD_X;
  const size = SIZES.find((each) => sum(extentsOf(pen, rows, count, each).map(({ least }) => least)) <= room) ?? 11;
  const widths = columnWidths(extentsOf(pen, rows, count, size), room);
  const close = pen.open({ x, width, radius: 12, fill: 'paper', outline: 'line' });
  rows.forEach((row, at) => {
    if (at > 0) {
      pen.cuts.push({ y: pen.y, block: false });
      pen.box({ x, y: pen.y, width, height: 1, radius: 0, fill: 'line' });
    }
    setRow(pen, { row, head: at === 0, widths, size }, x);
  });
  close();
}

interface Row {
  row: readonly Cell[];
  head: boolean;
  widths: readonly number[];
  size: number;
}

function setRow(pen: Pen, { row, head, widths, size }: Row, left: number): void {
  const leading = size * 1.6;
  const cells = row.map((cell, at) => ({ cell, lines: cellLines(pen, cell, { head, size, width: widths[at] ?? 0 }) }));
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

function cellLines(
  pen: Pen,
  cell: Cell,
  { head, size, width }: { head: boolean; size: number; width: number },
): Line[] {
  // What was measured may come out a hair wider.
  return breakLines(cellText(cell, head, size), width + 0.5, pen.measure);
}

function cellText(cell: Cell, head: boolean, size: number): Styled[] {
  return styledOf(cell.runs, { font: { size, ...(head && { bold: true }) }, paint: 'ink' });
}

function extentsOf(pen: Pen, rows: readonly (readonly Cell[])[], count: number, size: number): Extent[] {
  return Array.from({ length: count }, (_, at) =>
    rows.reduce<Extent>(
      (most, row, index) => {
        const cell = row[at];
        if (!cell) return most;
        const { least, natural } = extentOf(cellText(cell, index === 0, size), pen.measure);
        return { least: Math.max(most.least, least), natural: Math.max(most.natural, natural) };
      },
      { least: LEAST, natural: LEAST },
    ),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
