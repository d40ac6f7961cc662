import { PASSAGE_MAX, type Place } from '@huati/shared';
import type { Collected } from './collected';

/** A row of a table; `n` counts the rows of its sheet or file from 1. */
export interface Row {
  n: number;
  cells: string[];
}

/** So long a piece of a table is, in UTF-16 units, where its rows allow: about a passage. */
const TARGET = 600;

/** The text of a cell as a Markdown table can hold it. */
export function inCell(text: string): string {
  return linesOf(text)
    .join('<br>')
    .replace(/\\(?=\|)|\|/g, '\\$&');
}

/** The lines of a text that have words, without white space around them. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\r\n\v\f\u2028\u2029]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** One row of a Markdown table. */
function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The name of a column as spreadsheets count them: 0 is `A`, 26 is `AA`. */
export function columnName(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26));
  return index < 26 ? rest : columnName(Math.floor(index / 26) - 1) + rest;
}

/** What a place says of the rows `first` to `last` and of so many columns from `left` on. */
type PlaceOf = (first: number, last: number, left: number, width: number) => Place;

/**
 * Adds a table to `to`, as pieces of about a passage, each with the head row: the first of `rows`. Titles, rows of one cell
 * above wider ones, come before it as paragraphs; a row that is too long beside its head becomes a list of its cells.
 * Empty rows and columns are left out.
 */
export function addTable(to: Collected, rows: readonly Row[], placeOf: PlaceOf): void {
  const filled = rows.filter(({ cells }) => cells.some(isFilled));
  const columns = [
    ...new Set(filled.flatMap(({ cells }) => cells.flatMap((cell, at) => (isFilled(cell) ? [at] : [])))),
  ];
  columns.sort((a, b) => a - b);
  const [left = 0] = columns;
  const width = (columns.at(-1) ?? 0) - left + 1;
  const head = columns.length === 1 ? -1 : filled.findIndex(({ cells }) => cells.filter(isFilled).length > 1);
  const titles = head < 0 ? filled : filled.slice(0, head);
  for (const { n, cells } of titles) to.add(cells.filter(isFilled).join(' '), placeOf(n, n, left, width));
  const body = filled.slice(titles.length).map(({ n, cells }) => ({
    n,
    cells: columns.map((at) => inCell(cells[at] ?? '')),
  }));
  addRows(to, body, (first, last) => placeOf(first, last, left, width));
}

function isFilled(cell: string): boolean {
  return cell.trim() !== '';
}

function addRows(to: Collected, rows: readonly Row[], placeOf: (first: number, last: number) => Place): void {
  const [head, ...body] = rows;
  if (!head) return;
  const headText = `${line(head.cells)}\n${line(head.cells.map(() => '---'))}`;
  if (headText.length > PASSAGE_MAX) return rows.forEach((row) => addLongRow(to, undefined, row, placeOf));
  let text = headText;
  // The head's own row belongs to the first piece alone: later ones only repeat it.
  let first = head.n;
  let last = head.n;
  const flush = (): void => {
    if (text !== headText || first === head.n) to.add(text, placeOf(first, last));
    text = headText;
    first = 0;
  };
  for (const row of body) {
    if (to.full) return;
    const added = `\n${line(row.cells)}`;
    const fits = headText.length + added.length <= PASSAGE_MAX;
    if (!fits || (text !== headText && text.length + added.length > TARGET)) flush();
    if (!fits) {
      addLongRow(to, head, row, placeOf);
      continue;
    }
    text += added;
    first ||= row.n;
    last = row.n;
  }
  flush();
}

function addLongRow(
  to: Collected,
  head: Row | undefined,
  { n, cells }: Row,
  placeOf: (first: number, last: number) => Place,
): void {
  const lines = cells.flatMap((cell, at) => {
    const name = head?.cells[at];
    return cell === '' ? [] : [name ? `- ${name}: ${cell}` : `- ${cell}`];
  });
  to.add(lines.join('\n'), placeOf(n, n));
}
