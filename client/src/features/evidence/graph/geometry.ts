/** A point, px. */
export interface Point {
  x: number;
  y: number;
}

/** A rectangle by its left top corner, px. */
export interface Rect extends Point {
  width: number;
  height: number;
}

export function middleOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

export function overlap(a: Rect, b: Rect, gap = 0): boolean {
  return (
    a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap
  );
}

/** The point so far along from `a` to `b`, 0 to 1. */
export function along(a: Point, b: Point, part: number): Point {
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
}

/** Where a line from the middle of a rectangle to `to` leaves it, `gap` px further out. */
export function edgeOf(rect: Rect, to: Point, gap: number): Point {
  const from = middleOf(rect);
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const parts = [
    dx === 0 ? Infinity : (rect.width / 2 + gap) / Math.abs(dx),
    dy === 0 ? Infinity : (rect.height / 2 + gap) / Math.abs(dy),
  ];
  return along(from, to, Math.min(...parts, 1));
}

/** Whether a line goes through a rectangle. */
export function crosses(a: Point, b: Point, rect: Rect): boolean {
  // Liang and Barsky's clipping: what part of the line is on the inner side of all four edges.
  let enters = 0;
  let leaves = 1;
  const sides: [number, number][] = [
    [a.x - b.x, a.x - rect.x],
    [b.x - a.x, rect.x + rect.width - a.x],
    [a.y - b.y, a.y - rect.y],
    [b.y - a.y, rect.y + rect.height - a.y],
  ];
  for (const [towards, room] of sides) {
    if (towards === 0) {
      if (room < 0) return false;
    } else if (towards < 0) enters = Math.max(enters, room / towards);
    else leaves = Math.min(leaves, room / towards);
  }
  return enters < leaves;
}

/** Whether two lines cross between their ends. */
export function cut(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point): number =>
    Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
