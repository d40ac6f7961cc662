import { setImmediate, setTimeout as after } from 'node:timers/promises';
import { Unreadable, kinds, type Extractor, type Kind } from '@huati/extraction';
import type { Passage, WireError } from '@huati/shared';
import type { Logger } from '../../logger';
import { estimateTokens } from '../../upstreams/model/tokens/estimate';
import {
  LEASE_MS,
  type Claimed,
  type CountedPassage,
  type Progressed,
  type ReadingRepository,
} from './reading.repository';
import { useLocal, type FileStore } from './store';

/** How often progress is written at the most, and how often the lease is renewed at the least, in ms. */
const TICK_MS = 1_000;
const RENEW_MS = LEASE_MS / 3;
/** A file at which so many processes ended is read no more. */
const TRIES_MAX = 3;
/** The longest pause before a file is tried again where reading it went wrong, in ms. */
const AGAIN_MOST_MS = 10 * 60_000;
/** How long tokens are counted in one go, in ms. */
const BREATH_MS = 5;

const kindOfMime = new Map(Object.entries(kinds).map(([kind, mime]) => [mime as string, kind as Kind]));

export interface ReadOneParts {
  repository: ReadingRepository;
  store: Pick<FileStore, 'local'>;
  extractor: Pick<Extractor, 'extract'>;
  /** Told of each file that was read, and into how many passages. */
  wasRead?: ((file: { file_id: string; passages: number }) => unknown) | undefined;
  /** How often it is looked for files to read, in ms: pauses go by it. */
  lookMs: number;
  /** Aborted once this process reads no more. */
  closing: AbortSignal;
  logger: Logger;
}

/** A file that this process has taken to be read. */
export interface Work extends Claimed {
  fileId: string;
  holder: string;
  signal: AbortSignal;
  /** Ends the reading: it is another's, or nobody's any more. */
  lose(): void;
}

/** Reads files that were taken. */
export interface ReadOne {
  /** Stores what it was read into, or why nothing can be, or gives it back. Rejects where none of these can be stored. */
  read(work: Work): Promise<void>;
  /** It is deleted. */
  forget(fileId: string): void;
}

/** A reader broke down over a file. One that does so again and again is the file's fault, whatever the reason. */
class BrokenDown extends Error {}

export function createReadOne({ repository, lookMs, closing, logger, ...parts }: ReadOneParts): ReadOne {
  /** How often in a row reading each file went wrong here, until it is read. */
  const failures = new Map<string, number>();

  const read = async (work: Work): Promise<void> => {
    const { fileId, holder, signal } = work;
    const kind = kindOfMime.get(work.mime ?? '');
    if (work.tries > TRIES_MAX || kind === undefined) {
      return repository.fail(fileId, holder, unreadable('broken', 'reading it failed again and again'));
    }
    const lease = holdLease(repository, work, logger);
    try {
      const { progress } = lease;
      const extract = async (path: string) => {
        try {
          return await parts.extractor.extract({ path, kind }, { signal, progress });
        } catch (error) {
          if (error instanceof Unreadable || signal.aborted) throw error;
          throw new BrokenDown('reading broke down', { cause: error });
        }
      };
      const { passages, pages, cut } = await useLocal(parts.store, fileId, extract);
      const read = { passages: await counted(passages, signal), pages, cut };
      if (await repository.finish(fileId, holder, read)) {
        parts.wasRead?.({ file_id: fileId, passages: passages.length });
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      logger.info({ fileId, reason: error.reason, why: error.message }, 'nothing can be read out of a file');
      await repository.fail(fileId, holder, unreadable(error.reason, error.message));
    } finally {
      lease.end();
    }
  };

  const run = async (work: Work): Promise<void> => {
    const { fileId, holder } = work;
    try {
      await read(work);
      failures.delete(fileId);
    } catch (error) {
      if (work.signal.aborted) return repository.giveBack(fileId, holder, 0, false);
      logger.error({ err: error, fileId }, 'reading a file failed');
      const failed = (failures.get(fileId) ?? 0) + 1;
      failures.set(fileId, failed);
      await giveBack(work, againIn(failed), error instanceof BrokenDown);
    }
  };
  const againIn = (failed: number): number => Math.min(AGAIN_MOST_MS, lookMs * 2 ** failed);
  /** Not given back, it would look as if a process had ended over it: the database may be what is away. */
  const giveBack = async ({ fileId, holder }: Work, afterMs: number, counts: boolean): Promise<void> => {
    for (let failed = 1; ; failed += 1) {
      try {
        await repository.giveBack(fileId, holder, afterMs, counts);
        return;
      } catch (error) {
        if (closing.aborted) throw error;
        logger.warn({ err: error, fileId }, 'giving back a file that could not be read failed');
        await after(againIn(failed), undefined, { signal: closing });
      }
    }
  };

  return { read: run, forget: (fileId) => void failures.delete(fileId) };
}

/** Holds the lease of what is read, and writes down how far it has come. */
function holdLease(repository: ReadingRepository, { fileId, holder, lose }: Work, logger: Logger) {
  let progressed: Progressed | undefined;
  let told: Progressed | undefined;
  let renewedAt = performance.now();

  const renew = async (): Promise<void> => {
    if (progressed === told && performance.now() - renewedAt < RENEW_MS) return;
    told = progressed;
    renewedAt = performance.now();
    try {
      if (!(await repository.renew(fileId, holder, told))) lose();
    } catch (error) {
      logger.warn({ err: error, fileId }, 'holding the lease of a file that is read failed');
    }
  };
  const timer = setInterval(() => void renew(), TICK_MS);
  timer.unref();
  return {
    progress: (done: number, total: number): void => {
      progressed = { done, total };
    },
    end: () => clearInterval(timer),
  };
}

/** Counting takes its time, in which others get theirs. */
async function counted(passages: readonly Passage[], signal: AbortSignal): Promise<CountedPassage[]> {
  const all: CountedPassage[] = [];
  let since = performance.now();
  for (const passage of passages) {
    all.push({ ...passage, tokens: estimateTokens(passage.text) });
    if (performance.now() - since < BREATH_MS) continue;
    await setImmediate();
    signal.throwIfAborted();
    since = performance.now();
  }
  return all;
}

function unreadable(reason: Unreadable['reason'], message: string): WireError {
  return { code: 'unreadable', message, reason };
}
