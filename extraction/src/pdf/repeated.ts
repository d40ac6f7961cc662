import { boxOf } from './runs';
import type { Placed } from './structure';

/** So much of a page, at its top and at its bottom, may be what repeats on each. */
const MARGIN = 0.1;
/** On so many pages something stands before it is taken for what each page has. */
const PAGES_MIN = 3;
/** What repeats is a short line; in UTF-16 units. */
const LINE_MAX = 80;

/** A page's number and nothing else, perhaps with how many there are. */
const PAGE_NUMBER =
  /^[\s\p{P}|~]*(?:第|page|p\.)?\s*(?<number>\d{1,4})\s*页?\s*(?:(?:[/|,-]?\s*(?:of|共|总)|[/|])\s*\d{1,4}\s*页?)?[\s\p{P}|~]*$/iu;

/** What apps for scanning put on each page that they make. */
const SCANNERS = /^(?:scanned (?:by|with) |由.{1,20}扫描|扫描全能王)/iu;

/** What pages have besides their own text. */
export interface Furniture {
  /** True for the number of a page: it stands at an edge, and rises with the pages. */
  isNumber(placed: Placed): boolean;
  /** What a line says that stands at the edge of several pages, word by word the same; undefined for others. */
  repeated(placed: Placed): string | undefined;
}

/** Finds what stands on pages again and again. Numbers alone make no two lines the same: they may be what matters. */
export function furnitureOf(all: readonly Placed[]): Furniture {
  const edges = all.filter(isAtEdge);
  const offsets = pagesBy(edges, offsetOf);
  const texts = pagesBy(edges, lineOf);
  const isAt = new Set(edges);
  const isMany = (pages: Set<number> | undefined): boolean => (pages?.size ?? 0) >= PAGES_MIN;
  return {
    isNumber: (placed) => isAt.has(placed) && isMany(offsets.get(offsetOf(placed) ?? Number.NaN)),
    repeated(placed) {
      const line = isAt.has(placed) ? lineOf(placed) : undefined;
      return line !== undefined && isMany(texts.get(line)) ? line : undefined;
    },
  };
}

/**
 * Which of the pages have fewer than `least` units of their own: what an app for scanning or a water mark puts on all of them
 * says nothing of what is on the picture below.
 */
export function wordless(all: readonly Placed[], pages: number, least: number): number[] {
  const on = pagesBy(all, lineOf);
  const units = new Map<number, number>();
  for (const placed of all) {
    const line = lineOf(placed);
    const same = line === undefined ? 0 : (on.get(line)?.size ?? 0);
    if (line !== undefined && (SCANNERS.test(line) || (same > 1 && same >= Math.min(PAGES_MIN, pages)))) continue;
    units.set(placed.page, (units.get(placed.page) ?? 0) + unitsOf(placed));
  }
  return Array.from({ length: pages }, (_, at) => at + 1).filter((page) => (units.get(page) ?? 0) < least);
}

/** How much text a block has, in UTF-16 units. */
export function unitsOf({ block }: Placed): number {
  if (block.kind === 'text') return block.text.length;
  return block.rows.reduce((sum, { cells }) => sum + cells.reduce((s, cell) => s + cell.length, 0), 0);
}

function isAtEdge(placed: Placed): boolean {
  const { block, turn, on } = placed;
  if (block.kind === 'table' || lineOf(placed) === undefined) return false;
  const [, top, , height] = boxOf(block.at, turn, on);
  return top + height <= MARGIN || top >= 1 - MARGIN;
}

function lineOf({ block }: Placed): string | undefined {
  if (block.kind === 'table' || block.lines > 1 || block.text.length > LINE_MAX) return undefined;
  return block.text.replace(/\s+/gu, ' ').trim();
}

/** How far a page's printed number is from its place in the file: the same on all pages that are counted on. */
function offsetOf(placed: Placed): number | undefined {
  const number = PAGE_NUMBER.exec((lineOf(placed) ?? '').normalize('NFKC'))?.groups?.number;
  return number === undefined ? undefined : Number(number) - placed.page;
}

function pagesBy<K>(all: readonly Placed[], keyOf: (placed: Placed) => K | undefined): Map<K, Set<number>> {
  const pages = new Map<K, Set<number>>();
  for (const placed of all) {
    const key = keyOf(placed);
    if (key === undefined) continue;
    const seen = pages.get(key);
    if (seen) seen.add(placed.page);
    else pages.set(key, new Set([placed.page]));
  }
  return pages;
}
