/**
 * Cuts a list that grows at its end into chunks of `size`. A chunk whose items are the same is the same array, so that what
 * shows it has nothing to do.
 */
export function createChunks<T>(size: number): (items: readonly T[]) => T[][] {
  let known: T[][] = [];
  return (items) => {
    known = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => {
      const before = known[index];
      const chunk = items.slice(index * size, (index + 1) * size);
      const same = before?.length === chunk.length && before.every((item, at) => item === chunk[at]);
      return same ? before : chunk;
    });
    return known;
  };
}
