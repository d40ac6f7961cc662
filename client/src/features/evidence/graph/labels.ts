import { along, overlap, type Point, type Rect } from './geometry';
import type { Link } from './links';

const HEIGHT = 20;
/** One Han character of the words, what is around them, and how wide they are at most, px. */
const EM = 12;
const PADDING = 10;
const WIDTH_MAX = 84;
/** Where on their line words are tried, the best first. */
const PARTS = [0.5, 0.4, 0.6, 0.32, 0.68, 0.24, 0.76];
const GAP = 2;

/** Where the words of each line stand, apart from each other and from all nodes; null where there is no room. */
export function labelsOf(
  lines: readonly { link: Link; start: Point; end: Point }[],
  nodes: readonly Rect[],
  width: number,
): (Rect | null)[] {
  const taken = [...nodes];
  return lines.map(({ link, start, end }) => {
    const size = Math.min(WIDTH_MAX, emsOf(link.label) * EM + PADDING);
    const found = PARTS.map((part) => {
      const { x, y } = along(start, end, part);
      const left = Math.min(Math.max(0, x - size / 2), width - size);
      return { x: left, y: y - HEIGHT / 2, width: size, height: HEIGHT };
    }).find((rect) => taken.every((other) => !overlap(rect, other, GAP)));
    if (found) taken.push(found);
    return found ?? null;
  });
}

/** How long words are, in Han characters. */
function emsOf(words: string): number {
  return [...words].reduce((sum, character) => sum + (character.charCodeAt(0) < 0x2e80 ? 0.58 : 1), 0);
}
