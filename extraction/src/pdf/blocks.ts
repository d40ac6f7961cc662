import { around, type Rect } from './runs';
import { joinLines, rowOf, type Row, type Segment } from './rows';

/** What stands on a page, in the order in which it is read. */
export type Block =
  | { kind: 'text'; text: string; size: number; lines: number; at: Rect }
  | { kind: 'table'; rows: { cells: string[]; at: Rect }[] };

interface Gap {
  from: number;
  to: number;
}

/** Rows below each other that leave the same columns of the page free. */
interface Band {
  rows: Row[];
  gaps: Gap[];
}

/** Columns in columns are looked for so deep. */
const DEPTH = 3;
const GUTTER = 0.7;

/** Takes rows apart into columns, tables and paragraphs, in reading order. */
export function toBlocks(rows: readonly Row[], depth = 0): Block[] {
  return bandsOf(rows).flatMap((band) => {
    const columns = band.gaps.length > 0 ? columnsOf(band) : [];
    if (columns.length > 1 && columns.length <= 4 && depth < DEPTH && columns.every(isProse)) {
      return columns.flatMap((column) => toBlocks(column, depth + 1));
    }
    return fromBand(band);
  });
}

function bandsOf(rows: readonly Row[]): Band[] {
  const { left, right } = around(rows);
  const bands: Band[] = [];
  let open: Row[] = [];
  let free: Gap[] = [];
  const close = (): void => {
    if (open.length > 0) bands.push({ rows: open, gaps: inner(free, open) });
    open = [];
  };
  for (const row of rows) {
    const here = gapsOf(row, left, right);
    const both = common(free, here);
    const before = open.length > 0 ? inner(free, open).length : 0;
    const after = open.length > 0 ? inner(both, [...open, row]).length : 0;
    const fits = after > 0 ? after >= before || row.segments.length === 1 : before === 0 && row.segments.length === 1;
    // A table begins where rows first fall apart, not with the line of text above it.
    const begins = row.segments.length > 1 && before === 0;
    const last = open.at(-1);
    if (last && before === 0 && after === 0 && isBeside(last, row)) {
      // The lines of two columns need not be level: the first of each stand beside each other all the same.
      open.pop();
      close();
      open = [last, row];
      free = common(gapsOf(last, left, right), here);
    } else if (open.length > 0 && fits && !begins) {
      open.push(row);
      free = both;
    } else {
      close();
      open = [row];
      free = here;
    }
  }
  close();
  return bands;
}

function isBeside(a: Row, b: Row): boolean {
  const far = Math.max(b.left - a.right, a.left - b.right);
  return far > (a.bottom - a.top) * GUTTER && b.top < a.bottom + (a.bottom - a.top);
}

function gapsOf({ segments }: Row, left: number, right: number): Gap[] {
  const gaps: Gap[] = [];
  let from = left - 1;
  for (const segment of segments) {
    gaps.push({ from, to: segment.left });
    from = segment.right;
  }
  gaps.push({ from, to: right + 1 });
  return gaps;
}

/** What is free in both. */
function common(some: readonly Gap[], others: readonly Gap[]): Gap[] {
  return some.flatMap((a) =>
    others.flatMap((b) => {
      const gap = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
      return gap.to > gap.from ? [gap] : [];
    }),
  );
}

/** Those of the gaps that have text on both sides, and are wide enough to part columns. */
function inner(gaps: readonly Gap[], rows: readonly Row[]): Gap[] {
  const { left, right } = around(rows);
  const size = Math.min(...rows.flatMap(({ segments }) => segments.map((segment) => segment.size)));
  const least = size * GUTTER;
  return gaps.filter(({ from, to }) => from > left && to < right && to - from >= least);
}

function columnAt({ gaps }: Band, segment: Segment): number {
  const middle = (segment.left + segment.right) / 2;
  return gaps.filter(({ from, to }) => (from + to) / 2 < middle).length;
}

function columnsOf(band: Band): Row[][] {
  const columns: Row[][] = Array.from({ length: band.gaps.length + 1 }, () => []);
  for (const { segments } of band.rows) {
    const parts = columns.map((_, at) => segments.filter((segment) => columnAt(band, segment) === at));
    parts.forEach((part, at) => part.length > 0 && columns[at]?.push(rowOf(part)));
  }
  return columns;
}

/** True where the lines fill their column: text that goes on, not the cells of a table. */
function isProse(rows: readonly Row[]): boolean {
  const { left, right } = around(rows);
  const width = Math.max(1, right - left);
  const full = rows.filter((row) => row.right - row.left > width * 0.8).length;
  const units = rows.reduce((sum, { segments }) => sum + segments.reduce((s, { text }) => s + text.length, 0), 0);
  return rows.length >= 4 && full >= rows.length * 0.55 && units / rows.length >= 9;
}

function fromBand(band: Band): Block[] {
  const first = band.rows.findIndex(({ segments }) => segments.length > 1);
  const last = band.rows.findLastIndex(({ segments }) => segments.length > 1);
  if (band.gaps.length === 0 || first < 0 || last === first) return paragraphs(band.rows);
  const table = tableOf({ ...band, rows: band.rows.slice(first) });
  if (!table) return paragraphs(band.rows);
  return [...paragraphs(band.rows.slice(0, first)), { kind: 'table', rows: table.rows }, ...paragraphs(table.rest)];
}

type Line = Row & { cells: (Segment | undefined)[] };

function tableOf(band: Band): { rows: { cells: string[]; at: Rect }[]; rest: Row[] } | undefined {
  const lines = band.rows.map<Line>((row) => {
    const cells = band.gaps.concat({ from: 0, to: 0 }).map((_, at) => {
      const parts = row.segments.filter((segment) => columnAt(band, segment) === at);
      return parts.length > 0 ? { ...merged(parts) } : undefined;
    });
    return { ...row, cells };
  });
  const gaps = lines.slice(1).map((line, i) => line.top - (lines[i]?.bottom ?? line.top));
  const usual = median(gaps.filter((_, i) => (lines[i + 1]?.segments.length ?? 0) > 1));
  const rows: { cells: string[][]; at: Rect }[] = [];
  let previous: Line | undefined;
  for (const [at, line] of lines.entries()) {
    const size = line.segments[0]?.size ?? 1;
    const gap = previous ? line.top - previous.bottom : 0;
    const filled = line.cells.filter(Boolean).length;
    // The last lines under a table that hold one cell, and stand apart, are text again.
    if (
      previous &&
      filled === 1 &&
      gap > Math.max(usual, 0) + size &&
      lines.slice(at).every((l) => l.segments.length === 1)
    ) {
      return ended(rows, band.rows.slice(at));
    }
    const row = rows.at(-1);
    if (row && filled < line.cells.length && gap < Math.min(usual * 0.6, size * 0.8)) {
      line.cells.forEach((cell, column) => cell && row.cells[column]?.push(cell.text));
      row.at = around([row.at, line]);
    } else {
      rows.push({ cells: line.cells.map((cell) => (cell ? [cell.text] : [])), at: around([line]) });
    }
    previous = line;
  }
  return ended(rows, []);
}

function ended(rows: readonly { cells: string[][]; at: Rect }[], rest: Row[]): ReturnType<typeof tableOf> {
  if (rows.length < 2) return undefined;
  return { rows: rows.map(({ cells, at }) => ({ cells: cells.map(joinLines), at })), rest };
}

function merged(parts: readonly Segment[]): Segment {
  const size = Math.max(...parts.map((part) => part.size));
  return { ...around(parts), size, text: parts.map(({ text }) => text).join(' ') };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

// What begins a paragraph of its own: bullets, numbers, and how Chinese documents count.
const marker =
  /^([•●○■□◆◇▪–*·]|-\s|\(?\d{1,3}[.)、．](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百零\d]+[章节条款编])/u;

function paragraphs(rows: readonly Row[]): Block[] {
  const lines = rows.map((row) => merged(row.segments));
  const { left, right } = around(lines);
  const leading = median(lines.slice(1).map((line, i) => line.top - (lines[i]?.top ?? line.top)));
  const groups: Segment[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (!group || !before || breaks(before, line, { left, right, leading, alone: group.length === 1 }))
      groups.push([line]);
    else group.push(line);
  }
  return groups.map((group) => ({
    kind: 'text',
    text: joinLines(group.map(({ text }) => text)),
    size: Math.max(...group.map(({ size }) => size)),
    lines: group.length,
    at: around(group),
  }));
}

interface Column {
  left: number;
  right: number;
  leading: number;
  /** True where the line before is the first of its paragraph: it may be indented. */
  alone: boolean;
}

function breaks(before: Segment, line: Segment, { left, right, leading, alone }: Column): boolean {
  const size = Math.max(before.size, line.size);
  if (line.top - before.top > Math.min(leading * 1.35, Math.max(size * 2.4, leading * 1.05))) return true;
  if (Math.abs(before.size - line.size) > size * 0.12 || marker.test(line.text)) return true;
  const indented = line.left > left + size * 1.2;
  const centred = Math.abs(line.left - left - (right - line.right)) < size;
  if (indented && !centred && (line.left > before.left + size * 1.2 || (alone && before.left > left + size * 1.2)))
    return true;
  // A line that ends early ends its paragraph, be it by a stop or well before the edge.
  const missing = right - before.right;
  return (
    missing > size * 2 && (/[。！？；：.!?;:]["”’」』）)]?$/u.test(before.text) || missing > (right - left) * 0.25)
  );
}
