import type { Chunk, Viewer } from '../domain';
import type { Alike, ChunkToKeep } from './chunk-store';
import { PackedVectors } from './packed-vectors';

/** So many multiplications go by before others get their turn: some milliseconds. */
const TURN = 4_000_000;

interface Row {
  chunk: Chunk;
  slot: number | undefined;
}

/** Chunks in memory, and their vectors where they have one of the length that the last ones had. */
export class ChunksInMemory {
  readonly #rows = new Map<string, Row>();
  readonly #documents = new Map<string, Set<string>>();
  #vectors: PackedVectors | undefined;
  /** By slot. */
  #inSlots: (Row | undefined)[] = [];

  get size(): number {
    return this.#rows.size;
  }

  put({ vector, ...chunk }: ChunkToKeep): void {
    this.remove(chunk.id);
    const row: Row = { chunk, slot: vector === undefined ? undefined : this.#keep(vector) };
    if (row.slot !== undefined) this.#inSlots[row.slot] = row;
    this.#rows.set(chunk.id, row);
    const siblings = this.#documents.get(chunk.documentId);
    if (siblings === undefined) this.#documents.set(chunk.documentId, new Set([chunk.id]));
    else siblings.add(chunk.id);
  }

  remove(id: string): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    this.#rows.delete(id);
    const siblings = this.#documents.get(row.chunk.documentId);
    siblings?.delete(id);
    if (siblings?.size === 0) this.#documents.delete(row.chunk.documentId);
    if (row.slot === undefined) return;
    this.#vectors?.remove(row.slot);
    this.#inSlots[row.slot] = undefined;
  }

  /** Whether there was anything of it. */
  removeDocument(documentId: string): boolean {
    const ids = this.#documents.get(documentId);
    if (ids === undefined) return false;
    for (const id of [...ids]) this.remove(id);
    return true;
  }

  get(id: string, viewer: Viewer): Chunk | undefined {
    const chunk = this.#rows.get(id)?.chunk;
    return chunk !== undefined && sees(viewer, chunk) ? chunk : undefined;
  }

  /** In the order of documents and chunks. */
  *inOrder(): Iterable<{ chunk: Chunk; vector: Float32Array | undefined }> {
    for (const documentId of [...this.#documents.keys()].sort()) {
      const rows = [...(this.#documents.get(documentId) ?? [])].flatMap((id) => this.#rows.get(id) ?? []);
      for (const { chunk, slot } of rows.sort((a, b) => a.chunk.n - b.chunk.n)) {
        yield { chunk, vector: slot === undefined ? undefined : this.#vectors?.at(slot) };
      }
    }
  }

  /** The ids of chunks without a vector. */
  *bare(): Iterable<string> {
    for (const [id, { slot }] of this.#rows) if (slot === undefined) yield id;
  }

  /** As `ChunkStore.alike`. */
  async alike(vector: Float32Array, viewer: Viewer, limit: number, signal?: AbortSignal): Promise<Alike[]> {
    const best = new Best(limit);
    const rowsInTurn = Math.max(1, Math.floor(TURN / vector.length));
    for (let from = 0; ; from += rowsInTurn) {
      signal?.throwIfAborted();
      // Looked up each turn: vectors of another length may have come meanwhile.
      const vectors = this.#vectors;
      if (vectors?.dimension !== vector.length || from >= vectors.slots) return best.found();
      const to = Math.min(vectors.slots, from + rowsInTurn);
      for (let slot = from; slot < to; slot += 1) {
        const chunk = this.#inSlots[slot]?.chunk;
        if (chunk !== undefined && sees(viewer, chunk)) best.offer(chunk.id, vectors.product(slot, vector));
      }
      if (to < vectors.slots) await new Promise(setImmediate);
    }
  }

  #keep(vector: Float32Array): number {
    if (this.#vectors?.dimension !== vector.length) {
      for (const row of this.#inSlots) if (row !== undefined) row.slot = undefined;
      this.#inSlots = [];
      this.#vectors = new PackedVectors(vector.length);
    }
    return this.#vectors.add(vector);
  }
}

/** The `limit` best of what is offered; of the same cosine, the first by their ids. */
class Best {
  readonly #limit: number;
  #found: Alike[] = [];
  #least = -Infinity;

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(chunkId: string, cosine: number): void {
    if (cosine < this.#least) return;
    this.#found.push({ chunkId, cosine });
    if (this.#found.length >= 2 * this.#limit + 16) this.#cut();
  }

  found(): Alike[] {
    this.#cut();
    // Rounding may have gone a little beyond what a cosine can be.
    return this.#found.map(({ chunkId, cosine }) => ({ chunkId, cosine: Math.min(1, Math.max(-1, cosine)) }));
  }

  #cut(): void {
    this.#found = this.#found.sort(nearestFirst).slice(0, this.#limit);
    if (this.#found.length === this.#limit) this.#least = this.#found.at(-1)?.cosine ?? Infinity;
  }
}

/** Sorts by cosine, the highest first, and then by id. */
export function nearestFirst(one: Alike, other: Alike): number {
  if (one.cosine !== other.cosine) return other.cosine - one.cosine;
  return one.chunkId < other.chunkId ? -1 : 1;
}

function sees(viewer: Viewer, chunk: Chunk): boolean {
  return chunk.owner === '' || chunk.owner === viewer.owner;
}
