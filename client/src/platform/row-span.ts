/** Rows next to each other: from the first to before `to`. */
export interface Span {
  from: number;
  to: number;
}

/** All rows of a list, some of them drawn. */
export interface Laid {
  count: number;
  /** How high a row is, or is guessed to be, px. */
  height(index: number): number;
  /** The first row that is drawn, and where it begins, px. All others follow from that. */
  from: number;
  top: number;
}

/** What of a list is in sight, px. */
export interface Sight {
  top: number;
  bottom: number;
}

export interface SpanLimits {
  /** So far beyond what is in sight rows are drawn, px. */
  margin: number;
  /** Never more rows than this, but those in sight. */
  max: number;
}

/** The row that stands at `y` and where it begins, px: the first one above all of them, the last one below. */
export function rowAt(laid: Laid, y: number): { index: number; top: number } {
  let index = Math.max(0, Math.min(laid.from, laid.count - 1));
  let { top } = laid;
  while (index > 0 && top > y) {
    index -= 1;
    top -= laid.height(index);
  }
  while (index < laid.count - 1 && top + laid.height(index) <= y) {
    top += laid.height(index);
    index += 1;
  }
  return { index, top };
}

/** The rows in sight, and those to be drawn for it. */
export function spansFor(laid: Laid, sight: Sight, { margin, max }: SpanLimits): { seen: Span; wanted: Span } {
  if (laid.count === 0) return { seen: { from: 0, to: 0 }, wanted: { from: 0, to: 0 } };
  const span = (top: number, bottom: number): Span => ({
    from: rowAt(laid, top).index,
    to: rowAt(laid, bottom).index + 1,
  });
  const seen = span(sight.top, sight.bottom);
  const wanted = span(sight.top - margin, sight.bottom + margin);
  const spare = Math.max(0, max - (seen.to - seen.from));
  const before = seen.from - wanted.from;
  const after = wanted.to - seen.to;
  if (before + after <= spare) return { seen, wanted };
  // What one side has no rows for, the other may have.
  const half = Math.floor(spare / 2);
  const above = Math.min(before, Math.max(half, spare - after));
  return { seen, wanted: { from: seen.from - above, to: seen.to + Math.min(after, spare - above) } };
}

/**
 * One step from the rows drawn `now` to those `wanted`: what is in sight at once, of the others at most `chunk` rows on each
 * side, so that no step takes long.
 */
export function stepTo(now: Span, seen: Span, wanted: Span, chunk: number): Span {
  const apart = now.to < seen.from || now.from > seen.to || now.from >= now.to;
  const base = apart ? seen : { from: Math.min(now.from, seen.from), to: Math.max(now.to, seen.to) };
  return {
    from: Math.max(wanted.from, base.from - chunk),
    to: Math.min(wanted.to, base.to + chunk),
  };
}

/** Whether the drawn rows reach `margin` px beyond what is in sight, wherever there are rows. */
export function reaches(laid: Laid, now: Span, sight: Sight, margin: number): boolean {
  if (laid.count === 0) return true;
  const first = rowAt(laid, sight.top - margin).index;
  const last = rowAt(laid, sight.bottom + margin).index;
  return now.from <= first && now.to > last;
}

/** How high the rows of a span are together, px. */
export function heightOf({ height }: Pick<Laid, 'height'>, { from, to }: Span): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += height(index);
  return sum;
}
