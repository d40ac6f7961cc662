/** What a spreadsheet may take for the beginning of a formula, in either width. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
/** What begins like one and is none: a number, a percentage, or the dashes that stand for nothing. */
const HARMLESS = /^(?:[+\-＋－]\s*[¥￥$€£]?\s*\d[\d.,\s]*\s*[%‰％]?|[-－]+)$/;

/**
 * A table as CSV by RFC 4180, without a byte-order mark: lines end in CRLF, and a cell with a comma, a quote or an end of line
 * stands in quotes. A cell that a spreadsheet would compute gets an apostrophe in front, for an answer may repeat what a stranger
 * wrote into a document; numbers with a sign stay numbers.
 *
 * @param rows the cells' text, the head first
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => inQuotes(harmless(cell))).join(',')).join('\r\n');
}

/** A table as spreadsheets take it from a clipboard: cells apart by tabs, rows by ends of lines. Formulas as in `toCsv`. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => harmless(cell.replace(/\s+/g, ' ').trim())).join('\t')).join('\n');
}

/** Where the text of a column stands. */
export type Side = 'left' | 'center' | 'right';

const DIVIDERS: Record<Side, string> = { left: '---', center: ':---:', right: '---:' };

/** A table as Markdown; `rows`: the cells in Markdown, the head first; `sides`: of the columns, left where none is given. */
export function toMarkdownTable(rows: readonly (readonly string[])[], sides: readonly Side[] = []): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: columns }, (_, at) => inCell(cells[at] ?? '')).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [
    line(head),
    line(Array.from({ length: columns }, (_, at) => DIVIDERS[sides[at] ?? 'left'])),
    ...body.map(line),
  ].join('\n');
}

function harmless(cell: string): string {
  return FORMULA.test(cell) && !HARMLESS.test(cell) ? `'${cell}` : cell;
}

function inQuotes(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}

function inCell(cell: string): string {
  return cell
    .replace(/\s*\n\s*/g, ' ')
    .replace(/(\\*)\|/g, (whole, slashes: string) => (slashes.length % 2 === 0 ? `${slashes}\\|` : whole))
    .trim();
}
