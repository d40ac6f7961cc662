import { Unreadable } from '@huati/extraction';
import type { Logger } from '../logger';
import { pause } from '../pause';
import type { DocumentRecord } from './registry';

/** A store or a model that is away is tried again after so long, in ms, each time twice as long. */
const AGAIN_FROM_MS = 1_000;
const AGAIN_TO_MS = 60_000;
const TRIES = 12;

/**
 * The document once it is taken in, or has failed for good: because of what it is, or because what is needed for it stays away.
 * Rejects once `signal` is aborted.
 */
export async function attempted(
  document: DocumentRecord,
  take: () => Promise<Partial<DocumentRecord>>,
  signal: AbortSignal,
  logger: Logger,
): Promise<DocumentRecord> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { ...document, ...(await take()), status: 'ready', replaces: true };
    } catch (error) {
      signal.throwIfAborted();
      logger.warn({ err: error, document: document.id, attempt }, 'a document was not taken in');
      if (error instanceof Unreadable) return { ...document, status: 'failed', error: error.message };
      if (attempt === TRIES)
        return { ...document, status: 'failed', error: 'a store or a model is away: send it again' };
    }
    await pause(Math.min(AGAIN_TO_MS, AGAIN_FROM_MS * 2 ** (attempt - 1)), signal);
  }
}
