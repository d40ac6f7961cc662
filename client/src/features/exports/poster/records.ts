import type { Cell } from '@/markdown/native/native-blocks';
import type { Styled } from './atoms';
import { breakLines } from './lines';
import { styledOf } from './looks';
import type { Pen } from './pen';
import type { Font, Steps } from './types';

const SIZE = 14;
const LEADING = 23;
const PAD_X = 14;
const PAD_Y = 10;

/** Sets a table that has more columns than there is room for: each row as a list of what stands in it under which head. */
export function* setRecords(
  pen: Pen,
  [head = [], ...rows]: readonly (readonly Cell[])[],
  { x, width }: { x: number; width: number },
): Steps {
  const close = pen.open({ x, width, radius: 12, fill: 'paper', outline: 'line' });
  const records = rows.length > 0 ? rows : [head];
  for (const [at, row] of records.entries()) {
    if (pen.full()) break;
    if (at > 0) {
      pen.cuts.push({ y: pen.y, block: false });
      pen.box({ x, y: pen.y, width, height: 1, radius: 0, fill: 'line' });
    }
    pen.y += PAD_Y;
    for (const [column, cell] of row.entries()) {
      const text = told(cell, rows.length > 0 ? head[column] : undefined, column === 0);
      if (text.length === 0) continue;
      pen.lines(yield* breakLines(text, width - 2 * PAD_X, pen.measure), {
        x: x + PAD_X,
        leading: LEADING,
        size: SIZE,
      });
    }
    pen.y += PAD_Y;
    yield;
  }
  close();
}

/** A cell behind its head; nothing where it is empty. The first of a row says which it is. */
function told(cell: Cell, head: Cell | undefined, first: boolean): Styled[] {
  const bold: Font = { size: SIZE, bold: true };
  const own = styledOf(cell.runs, { font: first ? bold : { size: SIZE }, paint: 'ink' });
  if (own.every(({ text }) => text.trim() === '')) return [];
  const name = head ? styledOf(head.runs, { font: { size: SIZE }, paint: 'soft' }) : [];
  if (name.every(({ text }) => text.trim() === '')) return own;
  return [...name, { text: '：', font: { size: SIZE }, paint: 'soft' }, ...own];
}
