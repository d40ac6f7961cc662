import { linesOf, type Row } from '../tables';

/** Cells stand for all that they span, so a row must have an end, and a table a number of cells from which spans are one. */
const COLUMNS_MAX = 512;
const CELLS_MAX = 500_000;

/** A table of a page while it is read: cells as they come, with those that reach across rows and columns. */
export class HtmlTable {
  readonly rows: Row[] = [];
  private cells: string[] | undefined;
  private count = 0;
  private open: { text: string; columns: number; rows: number } | undefined;
  /** What reaches down from above, by column, and into how many rows more. */
  private readonly reaching = new Map<number, { text: string; rows: number }>();

  row(): void {
    this.endRow();
    this.cells = [];
  }

  cell({ colspan, rowspan }: Record<string, string>): void {
    this.endCell();
    this.cells ??= [];
    this.open = { text: '', columns: this.spanOf(colspan), rows: this.spanOf(rowspan) };
  }

  /** True where a cell is open, which takes all text. */
  get inCell(): boolean {
    return this.open !== undefined;
  }

  text(text: string): void {
    if (this.open) this.open.text += text;
  }

  endCell(): void {
    if (!this.open || !this.cells) return;
    const { columns, rows } = this.open;
    const text = linesOf(this.open.text).join('\n');
    this.open = undefined;
    this.reach();
    for (let at = 0; at < columns && (at === 0 || this.cells.length < COLUMNS_MAX); at += 1) {
      // A cell across columns stands in the first of them, one across rows in all.
      if (rows > 1) this.reaching.set(this.cells.length, { text: at === 0 ? text : '', rows: rows - 1 });
      this.cells.push(at === 0 ? text : '');
    }
  }

  endRow(): void {
    this.endCell();
    if (!this.cells) return;
    this.reach();
    this.count += this.cells.length;
    this.rows.push({ n: this.rows.length + 1, cells: this.cells });
    this.cells = undefined;
  }

  private reach(): void {
    if (!this.cells || this.count > CELLS_MAX) return;
    for (let from = this.reaching.get(this.cells.length); from; from = this.reaching.get(this.cells.length)) {
      const column = this.cells.length;
      if (from.rows === 1) this.reaching.delete(column);
      else this.reaching.set(column, { ...from, rows: from.rows - 1 });
      this.cells.push(from.text);
    }
  }

  private spanOf(value: string | undefined): number {
    const span = Number(value ?? 1);
    return span >= 1 && this.count <= CELLS_MAX ? Math.min(Math.floor(span), COLUMNS_MAX) : 1;
  }
}
