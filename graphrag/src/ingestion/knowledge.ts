import { setTimeout as pause } from 'node:timers/promises';
import type { Chunk, Facts } from '../domain';
import type { Logger } from '../logger';
import { namesIn, type Linker } from '../pipeline/link';
import type { TextIndex } from '../pipeline/texts';
import type { ChunkStore, ChunkToKeep } from '../stores/chunk-store';
import type { GraphStore, Telling } from '../stores/graph-store';

export interface KnowledgeParts {
  graph: GraphStore;
  chunks: ChunkStore;
  linker: Linker;
  texts: TextIndex;
}

/** The two stores, and the two indexes that are only in memory: whatever is written goes into both. */
export interface Knowledge extends KnowledgeParts {
  putChunks(chunks: readonly ChunkToKeep[]): Promise<void>;
  putFacts(facts: Facts): Promise<void>;
  removeDocument(id: string): Promise<void>;
  /** Takes away the chunks of a document, and what it told but does not tell any more. */
  retainFacts(id: string, still: Telling): Promise<void>;
  /** Reads the indexes anew from the stores. */
  load(): Promise<void>;
  /** Resolves once nothing is read anew. */
  settled(): Promise<void>;
}

/** So many chunks are indexed at a time, while others have their turn. */
const BATCH = 500;

/** Names are read anew so much after a removal, in ms: many documents may go at once, and a name too many does no harm. */
const RELOAD_AFTER_MS = 100;

export function createKnowledge(parts: KnowledgeParts, logger: Logger): Knowledge {
  const { graph, chunks, linker, texts } = parts;
  let reloading: Promise<void> | undefined;
  let again = false;

  const reload = async (): Promise<void> => {
    await pause(RELOAD_AFTER_MS);
    while (again) {
      again = false;
      await linker.reload(graph.names());
    }
  };
  const reloadSoon = (): void => {
    again = true;
    reloading ??= reload()
      .catch((error: unknown) => logger.warn({ err: error }, 'names could not be read anew'))
      .finally(() => {
        reloading = undefined;
      });
  };

  return {
    ...parts,
    putChunks: async (added) => {
      await chunks.put(added);
      texts.add(added);
    },
    putFacts: async (facts) => {
      await graph.put(facts);
      linker.add(namesIn(facts.entities));
    },
    removeDocument: async (id) => {
      texts.removeDocument(id);
      await chunks.removeDocument(id);
      await graph.removeDocument(id);
      reloadSoon();
    },
    retainFacts: async (id, still) => {
      texts.removeDocument(id);
      await chunks.removeDocument(id);
      if (await graph.retain(id, still)) reloadSoon();
    },
    load: async () => {
      await linker.reload(graph.names());
      let batch: Chunk[] = [];
      for await (const chunk of chunks.all()) {
        batch.push(chunk);
        if (batch.length < BATCH) continue;
        texts.add(batch);
        batch = [];
      }
      texts.add(batch);
    },
    settled: async () => reloading,
  };
}
