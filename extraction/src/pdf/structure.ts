import type { Box } from '@huati/shared';
import { Collected, Headings } from '../collected';
import type { Extracted } from '../extracted';
import { addTable } from '../tables';
import type { Block } from './blocks';
import { furnitureOf } from './repeated';
import { around, boxOf, type PageText, type Rect, type Turn } from './runs';

/** A block with the page that it stands on. */
export interface Placed {
  block: Block;
  page: number;
  turn: Turn;
  on: PageText;
}

type TextBlock = Extract<Block, { kind: 'text' }>;

const HEADING = 1.15;
const LEVELS = 4;

/** Makes pieces of all pages' blocks: headings by the size of their fonts, and only once what each page repeats. */
export function toPieces(placed: readonly Placed[], pages: number): Extracted {
  const to = new Collected();
  const headings = new Headings();
  const levels = headingLevels(placed);
  const told = new Set<string>();
  const furniture = furnitureOf(placed);
  for (const one of placed) {
    const { block, page, turn, on } = one;
    const boxes = (at: Rect): Box[] => [boxOf(at, turn, on)];
    if (block.kind === 'table') {
      addRows(to, block, (at) => ({ place: { page, ...headings.place }, boxes: boxes(at) }));
      continue;
    }
    const repeated = furniture.repeated(one);
    if (furniture.isNumber(one) || (repeated !== undefined && told.has(repeated))) continue;
    if (repeated !== undefined) told.add(repeated);
    const level = levels.get(Math.round(block.size * 2));
    if (level !== undefined && isHeading(block)) {
      headings.under(level, block.text);
      to.add(`${'#'.repeat(level)} ${block.text}`, { page, ...headings.place }, boxes(block.at));
    } else {
      to.add(block.text, { page, ...headings.place }, boxes(block.at));
    }
  }
  return to.extracted(pages);
}

function addRows(
  to: Collected,
  block: Extract<Block, { kind: 'table' }>,
  placed: (at: Rect) => { place: { page: number }; boxes: Box[] },
): void {
  const table = new Collected();
  const rows = block.rows.map(({ cells }, at) => ({ n: at + 1, cells }));
  // The place carries the numbers of rows here: where those rows stand is known only below.
  addTable(table, rows, (first, last) => ({ lines: [first, last] }));
  for (const { text, place } of table.pieces) {
    const [first, last] = place.lines ?? [1, block.rows.length];
    const { place: where, boxes } = placed(around(block.rows.slice(first - 1, last).map(({ at }) => at)));
    to.add(text, where, boxes);
  }
}

/** Which sizes of font, in half points, are headings, and of which level; empty where sizes do not tell. */
function headingLevels(placed: readonly Placed[]): Map<number, number> {
  const units = new Map<number, number>();
  for (const { block } of placed) {
    const [size, count] = block.kind === 'text' ? [block.size, block.text.length] : [0, 0];
    if (count > 0) units.set(Math.round(size * 2), (units.get(Math.round(size * 2)) ?? 0) + count);
  }
  const all = [...units.values()].reduce((sum, count) => sum + count, 0);
  const body = [...units].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  const large = [...units].filter(([size]) => size >= body * HEADING);
  const inLarge = large.reduce((sum, [, count]) => sum + count, 0);
  if (large.length > 8 || inLarge > all * 0.3) return new Map();
  const sizes = large.map(([size]) => size).sort((a, b) => b - a);
  return new Map(sizes.map((size, at) => [size, Math.min(at + 1, LEVELS)]));
}

function isHeading({ text, lines }: TextBlock): boolean {
  return lines <= 2 && text.length <= 80 && /\p{L}/u.test(text) && !/[。；;，,]$/u.test(text);
}
