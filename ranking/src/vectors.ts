/** Meanings of a file's passages, in their order: `dimensions` numbers each, of length one, as whole numbers up to 127. */
export interface Vectors {
  dimensions: number;
  numbers: Int8Array;
}

const LARGEST = 127;

/** A vector as it is kept: a byte a number, which tells passages apart as well as eight do. */
export function packed(vector: readonly number[]): Int8Array {
  const length = Math.hypot(...vector) || 1;
  return Int8Array.from(vector, (value) => Math.round((value / length) * LARGEST));
}

/** How near each of `count` passages is to `vector`, up to 1; 0 where nothing is known of it. */
export function cosines(vectors: Vectors | undefined, vector: readonly number[], count: number): Float32Array {
  const likeness = new Float32Array(count);
  if (vectors?.dimensions !== vector.length) return likeness;
  const asked = packed(vector);
  const { dimensions, numbers } = vectors;
  for (let passage = 0; passage < count; passage += 1) {
    let sum = 0;
    const start = passage * dimensions;
    for (let at = 0; at < dimensions; at += 1) sum += (asked[at] ?? 0) * (numbers[start + at] ?? 0);
    likeness[passage] = sum / (LARGEST * LARGEST);
  }
  return likeness;
}
