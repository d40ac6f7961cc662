/** Vectors of one length in one block of memory, each in a slot that has a number. */
export class PackedVectors {
  readonly dimension: number;
  #block: Float32Array;
  #slots = 0;
  #free: number[] = [];

  constructor(dimension: number) {
    this.dimension = dimension;
    this.#block = new Float32Array(dimension * 64);
  }

  /** Slots that are or were in use: all are below. */
  get slots(): number {
    return this.#slots;
  }

  /** Keeps a copy. Gives its slot. */
  add(vector: Float32Array): number {
    const slot = this.#free.pop() ?? this.#slots++;
    const start = slot * this.dimension;
    if (start + this.dimension > this.#block.length) {
      const larger = new Float32Array(this.#block.length * 2);
      larger.set(this.#block);
      this.#block = larger;
    }
    this.#block.set(vector, start);
    return slot;
  }

  at(slot: number): Float32Array {
    return this.#block.subarray(slot * this.dimension, (slot + 1) * this.dimension);
  }

  remove(slot: number): void {
    this.#free.push(slot);
  }

  /** The product of the vector in `slot` with `other`: of vectors of length one their cosine. */
  product(slot: number, other: Float32Array): number {
    const block = this.#block;
    const start = slot * this.dimension;
    let sum = 0;
    for (let at = 0; at < other.length; at += 1) sum += (block[start + at] ?? 0) * (other[at] ?? 0);
    return sum;
  }
}

/** The numbers of a vector as text, for a file; four bytes each, the lowest first. */
export function packed(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * 4);
  return bytes.toString('base64');
}

/** The vector of such a text. */
export function unpacked(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readFloatLE(at * 4));
}
