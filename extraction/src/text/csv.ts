import { CsvError, parse } from 'csv-parse/sync';
import { Collected } from '../collected';
import { ROWS_MAX, Unreadable, type Extracted, type Progress } from '../extracted';
import { addTable, columnName, type Row } from '../tables';
import { delimiterOf } from './delimiter';
import { readLines } from './read-text';

/** So much is looked at for what keeps cells apart, in UTF-16 units. */
const SEEN = 65_536;

/**
 * Reads a table in text. Rows count as a spreadsheet would show them: empty ones count, and one with line ends in its quotes
 * is one. Throws `Unreadable`.
 */
export async function readCsv(path: string, progress: Progress): Promise<Extracted> {
  const { text, cut } = await readLines(path);
  // The row at the cut is not all there.
  const kept = cut ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  const records = recordsOf(kept, delimiterOf(kept.slice(0, SEEN), kept.length <= SEEN) ?? ',');
  const collected = new Collected();
  if (cut || records.length > ROWS_MAX) collected.cut();
  const rows = records.slice(0, ROWS_MAX).map((cells, index): Row => ({ n: index + 1, cells }));
  addTable(collected, rows, (first, last, left, width) => ({
    cells: `${columnName(left)}${first}:${columnName(left + width - 1)}${last}`,
  }));
  progress(1, 1);
  return collected.extracted();
}

function recordsOf(text: string, delimiter: string): string[][] {
  const options = { delimiter, relax_column_count: true, relax_quotes: true };
  try {
    return parse(text, options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw new Unreadable('broken', 'a table that cannot be read', { cause: error });
    // A quote that never ends would take all rows below it: then quotes are what they look like.
    return parse(text, { ...options, quote: false });
  }
}
