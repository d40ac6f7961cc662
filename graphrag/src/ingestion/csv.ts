import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { LINE_MAX } from './decoded';

/** A record of CSV and the line on which it begins, from 1; undefined where that line is none. */
export interface CsvRecord {
  line: number;
  cells: string[] | undefined;
}

/** A quoted cell may go over so many lines: a quote that is never closed costs no more than its own line. */
const LINES_MAX = 50;
const OPTIONS = { relax_column_count: true, relax_quotes: true, trim: true };

interface Numbered {
  line: number;
  text: string | undefined;
}

/**
 * The records of CSV. One that cannot be read is told by its line, and reading goes on with the next line: a parser of the whole
 * would take all that follows for a part of it.
 */
export async function* recordsOf(
  lines: AsyncIterable<string | undefined>,
  delimiter: string,
): AsyncGenerator<CsvRecord> {
  const ahead: Numbered[] = [];
  const source = numbered(lines);
  const next = async (): Promise<Numbered | undefined> => {
    const { value, done } = await source.next();
    return done === true ? undefined : value;
  };
  for (let at = await next(); at !== undefined; at = ahead.shift() ?? (await next())) {
    const { line, text } = at;
    if (text?.trim() === '') continue;
    // Most rows have no quotes: then the delimiter alone parts the cells.
    if (text === undefined || !text.includes('"')) {
      yield { line, cells: text?.split(delimiter).map((cell) => cell.trim()) };
      continue;
    }
    let whole = text;
    let cells = cellsOf(whole, delimiter);
    for (let taken = 0; cells === 'open' && taken < LINES_MAX; taken += 1) {
      if (taken === ahead.length) {
        const more = await next();
        if (more !== undefined) ahead.push(more);
      }
      const added = ahead[taken]?.text;
      if (added === undefined || whole.length + added.length > LINE_MAX) break;
      whole += `\n${added}`;
      if (!added.includes('"')) continue;
      cells = cellsOf(whole, delimiter);
      if (cells instanceof Array) ahead.splice(0, taken + 1);
    }
    yield { line, cells: cells instanceof Array ? cells : undefined };
  }
}

async function* numbered(lines: AsyncIterable<string | undefined>): AsyncGenerator<Numbered> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    yield { line, text: line === 1 ? text?.replace(/^\ufeff/, '') : text };
  }
}

/** The cells of one record; `open`: it goes on, on the next line. */
function cellsOf(text: string, delimiter: string): string[] | 'open' | 'broken' {
  try {
    return parse(text, { ...OPTIONS, delimiter, record_delimiter: '\u0000' })[0] ?? 'broken';
  } catch (error) {
    if (error instanceof CsvError) return error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'open' : 'broken';
    throw error;
  }
}
