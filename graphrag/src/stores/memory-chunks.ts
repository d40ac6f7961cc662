import { join } from 'node:path';
import { Place } from '@huati/shared';
import * as v from 'valibot';
import type { ChunkStore, ChunkToKeep } from './chunk-store';
import { ChunksInMemory } from './chunks-in-memory';
import { openJsonlLog, type JsonlLog } from './jsonl-log';
import { packed, unpacked } from './packed-vectors';

const Kept = v.object({
  id: v.string(),
  documentId: v.string(),
  owner: v.string(),
  n: v.number(),
  title: v.string(),
  text: v.string(),
  place: Place,
});

/** A line of `chunks.jsonl`: a chunk, with its vector by the model of that name, or a document that was taken away. */
const Entry = v.union([
  v.object({ chunk: Kept, vector: v.optional(v.string()), model: v.optional(v.string()) }),
  v.object({ removed: v.string() }),
]);
type Entry = v.InferOutput<typeof Entry>;

interface MemoryChunksOf {
  /** Left out: nothing is kept. */
  dir?: string | undefined;
  /** The name of the embedding model: vectors of any other, or of another length than the last, are not used. */
  model?: string | undefined;
}

/** Opens the chunks in the folder `dir`, for this process alone. Throws where the folder cannot be used. */
export async function createMemoryChunks({ dir, model = '' }: MemoryChunksOf = {}): Promise<ChunkStore> {
  const chunks = new ChunksInMemory();
  const log = dir === undefined ? undefined : await openChunkLog(join(dir, 'chunks.jsonl'), chunks, model);
  return {
    kind: 'memory',
    put: async (added) => {
      for (const chunk of added) chunks.put(chunk);
      await log?.append(added.map((chunk) => entryOf(chunk, model)));
    },
    removeDocument: async (documentId) => {
      const removed = chunks.removeDocument(documentId);
      await log?.append(removed ? [{ removed: documentId } satisfies Entry] : []);
    },
    get: (ids, viewer) => Promise.resolve(ids.flatMap((id) => chunks.get(id, viewer) ?? [])),
    all: async function* () {
      for (const { chunk } of chunks.inOrder()) yield await Promise.resolve(chunk);
    },
    withoutVector: (limit) => Promise.resolve([...chunks.bare()].slice(0, limit)),
    alike: (vector, viewer, limit, signal) => chunks.alike(vector, viewer, limit, signal),
    ping: () => Promise.resolve(),
    close: async () => log?.close(),
  };
}

function openChunkLog(file: string, chunks: ChunksInMemory, model: string): Promise<JsonlLog> {
  return openJsonlLog({
    file,
    replay: (line) => replay(chunks, v.parse(Entry, line), model),
    snapshot: function* () {
      for (const { chunk, vector } of chunks.inOrder()) yield entryOf({ ...chunk, vector }, model);
    },
    live: () => chunks.size,
  });
}

function replay(chunks: ChunksInMemory, entry: Entry, model: string): void {
  if ('removed' in entry) {
    chunks.removeDocument(entry.removed);
    return;
  }
  const vector = entry.vector !== undefined && (entry.model ?? '') === model ? unpacked(entry.vector) : undefined;
  chunks.put({ ...entry.chunk, vector });
}

function entryOf({ vector, ...chunk }: ChunkToKeep, model: string): Entry {
  if (vector === undefined) return { chunk };
  return { chunk, vector: packed(vector), model };
}
