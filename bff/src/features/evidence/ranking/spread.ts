/** So many passages from the beginning come first: there a text says what it is. */
const BEGINNING = 3;

/**
 * The passages of a file, 0 to `count` - 1, so that however many of them are taken they are its beginning and evenly spread over the
 * rest. At most `max` of them.
 */
export function spreadOrder(count: number, max: number): number[] {
  const order = new Set<number>();
  for (let passage = 0; passage < Math.min(BEGINNING, count, max); passage += 1) order.add(passage);
  // Halves, then quarters, then eighths: van der Corput's sequence.
  for (let step = 1; order.size < Math.min(count, max) && step < 4 * count + 4; step += 1) {
    order.add(Math.floor(mirrored(step) * count));
  }
  for (let passage = 0; order.size < Math.min(count, max); passage += 1) order.add(passage);
  return [...order];
}

/** The binary digits of `n` behind the point, in reverse: 1/2, 1/4, 3/4, 1/8, … */
function mirrored(n: number): number {
  let value = 0;
  for (let [rest, place] = [n, 0.5]; rest > 0; rest = Math.floor(rest / 2), place /= 2) value += (rest % 2) * place;
  return value;
}

/** The first of each list, then the second of each, and so on. */
export function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}
