import type { Place } from '@huati/shared';
import { columnName } from './tables';

/** The place of two neighbours of one page, slide or sheet: their lines and cells together, the headings of the second. */
export function unionOf(first: Place, second: Place): Place {
  const cells = unionOfCells(first.cells, second.cells);
  const lines = unionOfLines(first.lines, second.lines);
  return { ...first, ...second, ...(cells !== undefined && { cells }), ...(lines && { lines }) };
}

function unionOfLines(first: Place['lines'], second: Place['lines']): Place['lines'] {
  if (!first || !second) return first ?? second;
  return [Math.min(first[0], second[0]), Math.max(first[1], second[1])];
}

function unionOfCells(first: string | undefined, second: string | undefined): string | undefined {
  const a = rangeOf(first);
  const b = rangeOf(second);
  if (!a || !b) return first ?? second;
  const left = columnName(Math.min(a.left, b.left));
  const right = columnName(Math.max(a.right, b.right));
  return `${left}${Math.min(a.top, b.top)}:${right}${Math.max(a.bottom, b.bottom)}`;
}

interface Range {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Takes a range such as `A2:F20` apart; columns count from 0. */
function rangeOf(cells: string | undefined): Range | undefined {
  const [, left, top, right, bottom] = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/.exec(cells ?? '') ?? [];
  if (left === undefined || right === undefined) return undefined;
  return { left: columnIndex(left), right: columnIndex(right), top: Number(top), bottom: Number(bottom) };
}

/** The column of that name, from 0: `A` is 0, `AA` is 26. */
export function columnIndex(name: string): number {
  return [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
