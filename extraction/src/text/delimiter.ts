const CANDIDATES = [',', '\t', ';', '|'] as const;
export type Delimiter = (typeof CANDIDATES)[number];

/** So many rows are looked at, and with only two columns there must be so many of them. */
const ROWS_SEEN = 50;
const ROWS_OF_TWO = 3;

/**
 * What keeps the cells of a table in text apart; undefined where `text` is no such table. All rows must have the same number
 * of cells, with quotes respected. `whole`: `text` is not cut off at its end.
 */
export function delimiterOf(text: string, whole: boolean): Delimiter | undefined {
  // Lines of JSON have as many commas as their neighbours too.
  if (/^\s*[[{<|]/.test(text)) return undefined;
  return CANDIDATES.find((delimiter) => {
    const rows = rowsOf(text, delimiter, whole);
    const columns = rows[0]?.length ?? 0;
    if (columns < 2 || rows.length < (columns === 2 ? ROWS_OF_TWO : 2)) return false;
    if (rows.some((row) => row.length !== columns)) return false;
    return !isProse(rows, delimiter, columns);
  });
}

/** Lines of prose and statements of code that happen to have as many delimiters as one another. */
function isProse(rows: readonly string[][], delimiter: Delimiter, columns: number): boolean {
  if (rows[0]?.some((cell) => cell.length > 100)) return true;
  if (rows.every((row) => row.at(-1) === '')) return true;
  return delimiter === ',' && columns === 2 && rows.every((row) => row[1]?.startsWith(' '));
}

function rowsOf(text: string, delimiter: Delimiter, whole: boolean): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = (): void => {
    row.push(cell);
    if (row.length > 1 || cell.trim() !== '') rows.push(row);
    row = [];
    cell = '';
  };
  for (let at = 0; at < text.length && rows.length < ROWS_SEEN; at += 1) {
    const character = text.charAt(at);
    if (character === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (quoted) cell += character;
    else if (character === delimiter) {
      row.push(cell);
      cell = '';
    } else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  if (whole && !quoted && (cell !== '' || row.length > 0) && rows.length < ROWS_SEEN) endRow();
  return rows;
}
