import type { Answers } from '../answers/answers';
import type { Chunk } from '../domain';
import type { Logger } from '../logger';
import type { Documents } from './documents';
import { documentOf } from './ids';
import type { Knowledge } from './knowledge';
import { toEmbed, type Meanings } from './meanings';

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
      while (!closing.signal.aborted && (await fillSome(parts, closing.signal)));
    } catch (error) {
      if (!closing.signal.aborted) parts.logger.warn({ err: error }, 'meanings are missing still');
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

/** True where more may be missing. */
async function fillSome({ knowledge, documents, meanings }: FillingParts, signal: AbortSignal): Promise<boolean> {
  const ids = await knowledge.chunks.withoutVector(BATCH);
  let filled = 0;
  for (const documentId of new Set(ids.map(documentOf))) {
    const chunkIds = ids.filter((id) => documentOf(id) === documentId);
    const document = documents.get(documentId);
    // While it is being taken in, that is done there.
    if (document?.status !== 'ready') continue;
    const chunks: Chunk[] = await knowledge.chunks.get(chunkIds, { owner: document.owner });
    const vectors = await meanings.of(chunks.map(toEmbed), signal);
    await documents.alone(documentId, async () => {
      // Nothing of a document comes back that was taken away meanwhile.
      if (documents.get(documentId)?.version !== document.version) return;
      await knowledge.putChunks(chunks.map((chunk, at) => ({ ...chunk, vector: vectors[at] })));
      filled += chunks.length;
    });
  }
  return filled > 0 && ids.length === BATCH;
}
