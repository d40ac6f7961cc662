import { Refused } from '@huati/ranking';
import type { Answers } from '../answers/answers';
import type { Chunk } from '../domain';
import type { Logger } from '../logger';
import type { ChunkToKeep } from '../stores/chunk-store';
import type { Documents } from './documents';
import { documentOf } from './ids';
import type { Knowledge } from './knowledge';
import { loudness, toEmbed, type Meanings } from './meanings';

interface FillingParts {
  knowledge: Knowledge;
  documents: Pick<Documents, 'get' | 'alone'>;
  answers: Pick<Answers, 'fill'>;
  meanings: Meanings;
  logger: Logger;
}

/** So many chunks at a time; and so long until it is looked again whether any lack their meaning, in ms. */
const BATCH = 64;
const EVERY_MS = 30_000;

/** Looks up the meanings that chunks and stored answers lack: those of an endpoint that was away, or of another model. */
export function createFilling(parts: FillingParts): { begin(): void; close(): Promise<void> } {
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const fill = async (): Promise<void> => {
    try {
      await parts.answers.fill(closing.signal);
      const passed = new Set<string>();
      while (!closing.signal.aborted && (await fillSome(parts, passed, closing.signal)));
    } catch (error) {
      if (!closing.signal.aborted) parts.logger[loudness(error)]({ err: error }, 'meanings are missing still');
    }
    if (closing.signal.aborted) return;
    timer = setTimeout(begin, EVERY_MS);
    timer.unref();
  };
  const begin = (): void => {
    running = fill();
  };
  return {
    begin,
    close: async () => {
      closing.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

/** Fills in some of what is missing; `passed` are those that cannot be filled in now. False where there are no others. */
async function fillSome(parts: FillingParts, passed: Set<string>, signal: AbortSignal): Promise<boolean> {
  const { knowledge, documents } = parts;
  const missing = await knowledge.chunks.withoutVector(BATCH + passed.size);
  const ids = missing.filter((id) => !passed.has(id)).slice(0, BATCH);
  for (const documentId of new Set(ids.map(documentOf))) {
    const chunkIds = ids.filter((id) => documentOf(id) === documentId);
    for (const id of chunkIds) passed.add(id);
    const document = documents.get(documentId);
    // While it is being taken in, that is done there.
    if (document?.status !== 'ready') continue;
    const chunks: Chunk[] = await knowledge.chunks.get(chunkIds, { owner: document.owner });
    const filled = await meant(parts, chunks, signal);
    await documents.alone(documentId, async () => {
      // Nothing of a document comes back that was taken away meanwhile.
      if (documents.get(documentId)?.version !== document.version) return;
      await knowledge.putChunks(filled);
      for (const { id } of filled) passed.delete(id);
    });
  }
  return ids.length > 0;
}

/** The chunks with their meanings, without those that the model refuses: one too long is no reason to lack all others. */
async function meant(parts: FillingParts, chunks: readonly Chunk[], signal: AbortSignal): Promise<ChunkToKeep[]> {
  const { meanings, logger } = parts;
  try {
    const vectors = await meanings.of(chunks.map(toEmbed), signal);
    return chunks.map((chunk, at) => ({ ...chunk, vector: vectors[at] }));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (chunks.length > 1) {
      const halves = [chunks.slice(0, chunks.length / 2), chunks.slice(chunks.length / 2)];
      return [...(await meant(parts, halves[0] ?? [], signal)), ...(await meant(parts, halves[1] ?? [], signal))];
    }
    logger.warn({ err: error, chunk: chunks[0]?.id }, 'the embedding model refuses a text');
    return [];
  }
}
