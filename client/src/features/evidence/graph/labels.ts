import { along, crosses, overlap, type Point, type Rect } from './geometry';
import type { Link } from './links';

const HEIGHT = 20;
/** One Han character of the words, what is around them, and how wide they are at most, px. */
const EM = 12;
const PADDING = 10;
const WIDTH_MAX = 84;
/** Where on their line words are tried, the best first. */
const PARTS = [0.5, 0.4, 0.6, 0.32, 0.68, 0.24, 0.76];
const GAP = 2;
const HEAD = 14;

/**
 * Where the words of each line stand, apart from each other, from all nodes and from the heads of arrows, and off other lines where
 * that can be; null where there is no room.
 */
export function labelsOf(lines: readonly Bare[], nodes: readonly Rect[], width: number): (Rect | null)[] {
  const taken = [...nodes, ...lines.flatMap(({ start, end }) => [around(start), around(end)])];
  return lines.map((line) => {
    const free = placesOf(line, width).filter((rect) => taken.every((other) => !overlap(rect, other, GAP)));
    const clear = free.find((rect) => lines.every((other) => other === line || !crosses(other.start, other.end, rect)));
    const found = clear ?? free[0];
    if (found) taken.push(found);
    return found ?? null;
  });
}

interface Bare {
  link: Link;
  start: Point;
  end: Point;
}

function placesOf({ link, start, end }: Bare, width: number): Rect[] {
  const size = Math.min(WIDTH_MAX, emsOf(link.label) * EM + PADDING);
  return PARTS.map((part) => {
    const { x, y } = along(start, end, part);
    return { x: Math.min(Math.max(0, x - size / 2), width - size), y: y - HEIGHT / 2, width: size, height: HEIGHT };
  });
}

function around({ x, y }: Point): Rect {
  return { x: x - HEAD / 2, y: y - HEAD / 2, width: HEAD, height: HEAD };
}

/** How long words are, in Han characters. */
function emsOf(words: string): number {
  return [...words].reduce((sum, character) => sum + (character.charCodeAt(0) < 0x2e80 ? 0.58 : 1), 0);
}
