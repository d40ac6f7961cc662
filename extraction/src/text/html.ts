import { Parser } from 'htmlparser2';
import { Collected, Headings } from '../collected';
import { Unreadable, type Extracted, type Progress } from '../extracted';
import { addTable, linesOf } from '../tables';
import { HtmlTable } from './html-table';
import { readLines } from './read-text';

/** What is not read: scripts, styles, what other programs show, and fields. */
const SKIPPED = new Set(
  'script style noscript template svg iframe object embed canvas audio video select textarea button map link meta'.split(
    ' ',
  ),
);
/** What begins and ends a paragraph. */
const BLOCKS = new Set(
  'html head title body p div section article header footer main aside nav blockquote figure figcaption address dl dt dd form fieldset details summary hr ul ol li h1 h2 h3 h4 h5 h6 pre table caption tr td th thead tbody tfoot'.split(
    ' ',
  ),
);
const HIDDEN =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)/i;

/** Deeper than any page nests: closing tags look through all that are open. */
const DEPTH_MAX = 1_000;
/** The parser is fed so much at a time, in UTF-16 units, and may be stopped in between. */
const STEP = 65_536;

/**
 * Reads a web page: headings, paragraphs, lists, tables. Scripts, styles, comments, pictures and what the page hides are
 * left out, and nothing that it refers to is fetched. Throws `Unreadable`.
 */
export async function readHtml(path: string, progress: Progress): Promise<Extracted> {
  const { text, cut } = await readLines(path);
  const reader = new Reader();
  const parser = new Parser({
    onopentag: (name, attributes) => reader.opened(name, attributes),
    onclosetag: () => reader.closed(),
    ontext: (words) => reader.text(words),
  });
  for (let at = 0; at < text.length && !reader.collected.full; at += STEP) parser.write(text.slice(at, at + STEP));
  parser.end();
  reader.end();
  if (cut) reader.collected.cut();
  progress(1, 1);
  return reader.collected.extracted();
}

class Reader {
  readonly collected = new Collected();
  private readonly headings = new Headings();
  private readonly open: { name: string; skipped: boolean }[] = [];
  private readonly tables: HtmlTable[] = [];
  /** The lists around what is read, with the number of their last item; undefined for those without numbers. */
  private readonly lists: { last: number | undefined }[] = [];
  private words = '';
  private mark = '';
  private preformatted = 0;

  opened(name: string, attributes: Record<string, string>): void {
    if (this.open.length >= DEPTH_MAX) throw new Unreadable('broken', 'a page that nests too deep');
    const skipped = this.skipping || SKIPPED.has(name) || 'hidden' in attributes || HIDDEN.test(attributes.style ?? '');
    this.open.push({ name, skipped });
    if (skipped) return;
    if (BLOCKS.has(name)) this.flush();
    if (name === 'br') this.words += '\n';
    else if (name === 'pre') this.preformatted += 1;
    else if (name === 'ul' || name === 'ol') this.list(name, attributes.start);
    else if (name === 'li') this.item();
    else this.openedTable(name, attributes);
  }

  closed(): void {
    const closed = this.open.pop();
    if (!closed || closed.skipped) return;
    const { name } = closed;
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level !== undefined) this.heading(Number(level));
    else if (BLOCKS.has(name)) this.flush();
    if (name === 'pre') this.preformatted -= 1;
    else if (name === 'ul' || name === 'ol') this.lists.pop();
    else if (name === 'li') this.mark = '';
    else this.closedTable(name);
  }

  text(text: string): void {
    if (this.skipping) return;
    this.words += this.preformatted > 0 ? text : text.replace(/[\s\u00a0]+/g, ' ');
  }

  end(): void {
    this.flush();
    while (this.tables.length > 0) this.closedTable('table');
  }

  private get skipping(): boolean {
    return this.open.at(-1)?.skipped ?? false;
  }

  private openedTable(name: string, attributes: Record<string, string>): void {
    const table = this.tables.at(-1);
    if (name === 'table') this.tables.push(new HtmlTable());
    else if (name === 'tr') table?.row();
    else if (name === 'td' || name === 'th') table?.cell(attributes);
  }

  private closedTable(name: string): void {
    const table = this.tables.at(-1);
    if (!table) return;
    if (name === 'td' || name === 'th') table.endCell();
    else if (name === 'tr') table.endRow();
    else if (name === 'table') {
      table.endRow();
      this.tables.pop();
      const outer = this.tables.at(-1);
      // A table in a cell of another becomes lines of that cell.
      if (outer?.inCell) for (const { cells } of table.rows) outer.text(`\n${cells.filter(Boolean).join(' ')}`);
      else addTable(this.collected, table.rows, () => this.headings.place);
    }
  }

  private list(name: 'ul' | 'ol', start = '1'): void {
    const first = Number.isInteger(Number(start)) ? Number(start) : 1;
    this.lists.push({ last: name === 'ol' ? first - 1 : undefined });
  }

  private item(): void {
    const list = this.lists.at(-1);
    if (list?.last !== undefined) list.last += 1;
    const sign = list?.last === undefined ? '-' : `${list.last}.`;
    this.mark = `${'  '.repeat(Math.min(8, Math.max(0, this.lists.length - 1)))}${sign} `;
  }

  private heading(level: number): void {
    const words = this.taken().replace(/\s+/g, ' ');
    if (words === '') return;
    if (this.tables.at(-1)?.inCell) return this.tables.at(-1)?.text(`\n${words}`);
    this.headings.under(level, words);
    this.collected.add(`${'#'.repeat(level)} ${words}`, this.headings.place);
  }

  private flush(): void {
    const words = this.taken();
    if (words === '') return;
    const table = this.tables.at(-1);
    if (table?.inCell) return table.text(`\n${this.mark}${words}`);
    this.collected.add(this.mark + words, this.headings.place);
    // What follows in the same item stands below its words.
    this.mark = this.mark.replace(/\S/g, ' ');
  }

  private taken(): string {
    const words = this.preformatted > 0 ? this.words.trimEnd().replace(/^\n+/, '') : linesOf(this.words).join('\n');
    this.words = '';
    return words;
  }
}
