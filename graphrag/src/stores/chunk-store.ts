import type { Chunk, Viewer } from '../domain';

/** A chunk with its meaning, where there is an embedding model: numbers of length one. */
export interface ChunkToKeep extends Chunk {
  vector?: Float32Array | undefined;
}

/** A chunk's likeness to a vector: their cosine, -1 to 1. */
export interface Alike {
  chunkId: string;
  cosine: number;
}

/** Chunks and what they mean. All reject where the store cannot be reached. */
export interface ChunkStore {
  /** For people: `memory` or `milvus`. */
  readonly kind: string;
  /** Adds chunks, in place of those of the same ids. */
  put(chunks: readonly ChunkToKeep[]): Promise<void>;
  removeDocument(documentId: string): Promise<void>;
  /** Those of the chunks that the viewer may see, in the order of `ids`. */
  get(ids: readonly string[], viewer: Viewer): Promise<Chunk[]>;
  /** Every chunk, of whomever; in the order of documents and chunks. */
  all(): AsyncIterable<Chunk>;
  /** The ids of chunks that have no vector of this store's model yet. */
  withoutVector(limit: number): Promise<string[]>;
  /** The chunks nearest to `vector` of those that the viewer may see, the nearest first. */
  alike(vector: Float32Array, viewer: Viewer, limit: number, signal?: AbortSignal): Promise<Alike[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
