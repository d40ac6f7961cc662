import { ROWS_MAX } from '../extracted';
import { columnIndex } from '../places';
import type { Row } from '../tables';
import { allOf, childOf, eachElement, elementsOf, textOf, type Element } from '../xml';
import type { WordNumber } from './cell-formats';

/** A row of a sheet; `hasNumber` where one of its cells is a number, as rows of data have and head rows seldom. */
export interface SheetRow extends Row {
  hasNumber: boolean;
}

/** What the cells of a workbook refer to. */
export interface Workbook {
  strings: readonly string[];
  wordNumber: WordNumber;
}

/** The most columns of a sheet that are read, and how many rows of merged cells are filled in. */
const COLUMNS_MAX = 512;
const FILLED_MAX = 1_000_000;

/** What was read of a sheet; `cut` where there is more in it. */
interface Sheet {
  rows: SheetRow[];
  cut: boolean;
}

/**
 * Reads the rows of a sheet that have something in them, at most `most` of them and about `units` of text. A cell that was
 * merged downwards has its text in each of its rows. Throws `Unreadable`.
 */
export async function readSheet(
  source: AsyncIterable<Buffer>,
  { strings, wordNumber }: Workbook,
  most: number,
  units: number,
): Promise<Sheet> {
  const rows: SheetRow[] = [];
  const merged: string[] = [];
  let left = units;
  let next = 1;
  let cut = false;
  let full = false;
  await eachElement(source, new Set(['row', 'mergeCell']), (element) => {
    if (element.name === 'mergeCell') {
      merged.push(element.attributes.ref ?? '');
      return merged.length < ROWS_MAX;
    }
    const n = Number(element.attributes.r ?? next);
    next = n + 1;
    if (full) return undefined;
    const row = rowOf(element, n, strings, wordNumber);
    cut ||= row.wide;
    if (row.cells.every((cell) => cell === undefined || cell === '')) return undefined;
    left -= row.cells.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    if (rows.length >= most || left < 0) cut = full = true;
    else rows.push({ n, cells: Array.from(row.cells, (cell) => cell ?? ''), hasNumber: row.hasNumber });
    return undefined;
  });
  fillMerged(rows, merged);
  return { rows, cut };
}

function rowOf(
  element: Element,
  n: number,
  strings: readonly string[],
  wordNumber: WordNumber,
): { n: number; cells: (string | undefined)[]; hasNumber: boolean; wide: boolean } {
  const cells: (string | undefined)[] = [];
  let hasNumber = false;
  let wide = false;
  for (const cell of elementsOf(element)) {
    if (cell.name !== 'c') continue;
    const at = cell.attributes.r === undefined ? cells.length : columnOf(cell.attributes.r);
    const text = cellText(cell, strings, wordNumber);
    if (at < 0 || at >= COLUMNS_MAX) {
      wide ||= text !== '';
      continue;
    }
    hasNumber ||= text !== '' && (cell.attributes.t ?? 'n') === 'n';
    cells[at] = text;
  }
  return { n, cells, hasNumber, wide };
}

function cellText(cell: Element, strings: readonly string[], wordNumber: WordNumber): string {
  const value = textOf(childOf(cell, 'v'));
  switch (cell.attributes.t) {
    case 's':
      return (strings[Number(value)] ?? '').trim();
    case 'inlineStr':
      return stringText(childOf(cell, 'is')).trim();
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'str':
    case 'e':
      return value.trim();
    case 'd':
      return value.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace('T', ' ');
    default:
      if (value.trim() === '' || !Number.isFinite(Number(value))) return value.trim();
      return wordNumber(Number(value), Number(cell.attributes.s ?? 0));
  }
}

/** The text of a shared or inline string, without the readings above its characters. */
export function stringText(element: Element | undefined): string {
  if (!element) return '';
  return elementsOf(element)
    .map((child) =>
      child.name === 't' ? textOf(child) : child.name === 'r' ? allOf(child, 't').map(textOf).join('') : '',
    )
    .join('');
}

/** The column of a cell such as `AB12`, from 0; -1 where it says none. */
function columnOf(cell: string): number {
  return columnIndex(/^[A-Z]{1,3}/.exec(cell)?.[0] ?? '');
}

function fillMerged(rows: SheetRow[], merged: readonly string[]): void {
  if (merged.length === 0) return;
  const at = new Map(rows.map((row) => [row.n, row]));
  let filled = 0;
  for (const range of merged) {
    const [, column, top, bottom] = /^([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(range) ?? [];
    if (column === undefined) continue;
    const index = columnOf(column);
    const text = at.get(Number(top))?.cells[index] ?? '';
    if (text === '') continue;
    for (let n = Number(top) + 1; n <= Number(bottom); n += 1) {
      filled += 1;
      if (filled > FILLED_MAX) return;
      const row = at.get(n);
      if (!row) continue;
      while (row.cells.length <= index) row.cells.push('');
      row.cells[index] ||= text;
    }
  }
}
