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
  const coming = new Coming(numbered(lines)[Symbol.asyncIterator]());
  for (let at = await coming.next(); at !== undefined; at = await coming.next()) {
    const { line, text } = at;
    if (text?.trim() === '') continue;
    // Most rows have no quotes: then the delimiter alone parts the cells.
    if (text?.includes('"') === true) yield { line, cells: await quoted(text, coming, delimiter) };
    else yield { line, cells: text?.split(delimiter).map((cell) => cell.trim()) };
  }
}

/** The cells of a record that begins with `text`; the lines that it goes on over are not given again. */
async function quoted(text: string, coming: Coming, delimiter: string): Promise<string[] | undefined> {
  let whole = text;
  let cells = cellsOf(whole, delimiter);
  for (let taken = 1; cells === 'open' && taken <= LINES_MAX; taken += 1) {
    const added = await coming.ahead(taken);
    if (added === undefined || whole.length + added.length > LINE_MAX) break;
    whole += `\n${added}`;
    if (added.includes('"')) cells = cellsOf(whole, delimiter);
    if (Array.isArray(cells)) coming.skip(taken);
  }
  return Array.isArray(cells) ? cells : undefined;
}

/** Lines as they come, some of which may be seen before their turn. */
class Coming {
  readonly #seen: Numbered[] = [];

  constructor(private readonly lines: AsyncIterator<Numbered, undefined>) {}

  async next(): Promise<Numbered | undefined> {
    return this.#seen.shift() ?? this.#read();
  }

  /** The text of the line that comes as the `nth`, from 1; undefined where there is none. */
  async ahead(nth: number): Promise<string | undefined> {
    for (let more = await this.#more(nth); more; more = await this.#more(nth)) this.#seen.push(more);
    return this.#seen[nth - 1]?.text;
  }

  skip(count: number): void {
    this.#seen.splice(0, count);
  }

  async #more(wanted: number): Promise<Numbered | undefined> {
    return this.#seen.length < wanted ? this.#read() : undefined;
  }

  async #read(): Promise<Numbered | undefined> {
    const result: IteratorResult<Numbered, undefined> = await this.lines.next();
    return result.value;
  }
}

async function* numbered(lines: AsyncIterable<string | undefined>): AsyncGenerator<Numbered, undefined> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    yield { line, text: line === 1 ? text?.replace(/^\ufeff/, '') : text };
  }
  return undefined;
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
