import type { Cut } from './types';

/** A part of a poster that becomes a picture of its own, px of the layout. */
export interface Part {
  top: number;
  bottom: number;
}

/** What a platform draws at most, in its own pixels. */
export interface Limits {
  side: number;
  area: number;
}

/** So much of a picture is filled at least before it is cut between blocks rather than between lines. */
const FILLED = 0.55;
/** Smaller than this, letters are hard to read when the picture is looked at whole. */
export const LEAST_SCALE = 2;

/** How high a picture may be at that scale, px of the layout. */
export function heightAt(scale: number, width: number, limits: Limits): number {
  return Math.floor(Math.min(limits.side, limits.area / (width * scale)) / scale);
}

/** The scale at which a poster is drawn: that of the screen, or less where it is one picture then. */
export function scaleOf(size: { width: number; height: number }, ratio: number, limits: Limits): number {
  const finest = Math.max(LEAST_SCALE, Math.min(3, ratio));
  const fitting = [finest, 2.5, LEAST_SCALE].find(
    (scale) => scale <= finest && size.height <= heightAt(scale, size.width, limits),
  );
  return fitting ?? LEAST_SCALE;
}

/**
 * Cuts a poster into parts of at most `most` px: between blocks where that leaves no picture half empty, else between lines, and
 * where there is neither, anywhere.
 */
export function partsOf(height: number, cuts: readonly Cut[], most: number): Part[] {
  const parts: Part[] = [];
  let top = 0;
  while (height - top > most) {
    const within = (from: number, cut: Cut): boolean => cut.y > top + from && cut.y <= top + most;
    const blocks = cuts.filter((cut) => cut.block && within(most * FILLED, cut));
    const any = blocks.length > 0 ? blocks : cuts.filter((cut) => within(0, cut));
    const bottom = any.reduce((last, { y }) => Math.max(last, y), 0) || top + most;
    parts.push({ top, bottom });
    top = bottom;
  }
  return [...parts, { top, bottom: height }];
}
