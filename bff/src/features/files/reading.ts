import { setImmediate } from 'node:timers/promises';
import { Unreadable, kinds, type Extractor, type Kind } from '@huati/extraction';
import type { Passage, WireError } from '@huati/shared';
import { newId } from '../../ids';
import type { Logger } from '../../logger';
import { estimateTokens } from '../../upstreams/model/tokens/estimate';
import {
  LEASE_MS,
  type Claimed,
  type CountedPassage,
  type Progressed,
  type ReadingRepository,
} from './reading.repository';
import type { FileStore } from './store';
import { createTurns } from './turns';

/** How often it is looked for files that others left, in ms. */
const LOOK_MS = 2_000;
/** How often progress is written at the most, and how often the lease is renewed at the least, in ms. */
const TICK_MS = 1_000;
const RENEW_MS = LEASE_MS / 3;
/** A file at which so many processes ended is read no more. */
const TRIES_MAX = 3;
/** How soon a file is tried again where reading it went wrong for a reason of ours, in ms. */
const AGAIN_MS = 5_000;
/** Passages whose tokens are counted in one go. */
const COUNTED = 50;

const kindOfMime = new Map(Object.entries(kinds).map(([kind, mime]) => [mime as string, kind as Kind]));

export interface ReadingParts {
  repository: ReadingRepository;
  store: Pick<FileStore, 'local'>;
  extractor: Pick<Extractor, 'extract'>;
  /** Files read at once by this process. */
  places: number;
  /** Told of each file that was read, and into how many passages. */
  wasRead?: ((file: { file_id: string; passages: number }) => unknown) | undefined;
  /** How often it is looked for files that others left, in ms; the product's own where left out. */
  lookMs?: number | undefined;
  logger: Logger;
}

/** Reads what was uploaded into passages: the database says what is to be read, and any process may do it. */
export interface Reading {
  /** Looks for files to read, also for those of processes that died. Never rejects. */
  look(): Promise<void>;
  /** Fulfilled once this process has read the file, or does not, or after `ms`. */
  settled(fileId: string, ms: number): Promise<void>;
  /** Stops reading a file that is being deleted. */
  cancel(fileId: string): void;
  /** Gives back what is being read. */
  close(): Promise<void>;
}

interface Running {
  controller: AbortController;
  ended: Promise<void>;
}

interface Work extends Claimed {
  fileId: string;
  holder: string;
  signal: AbortSignal;
  /** Ends the reading: it is another's, or nobody's any more. */
  lose(): void;
}

export function startReading({ repository, places, logger, ...parts }: ReadingParts): Reading {
  const running = new Map<string, Running>();
  const turns = createTurns();
  let closed = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  const read = async (work: Work): Promise<void> => {
    const { fileId, holder, signal } = work;
    const kind = kindOfMime.get(work.mime ?? '');
    if (work.tries > TRIES_MAX || kind === undefined) {
      return repository.fail(fileId, holder, unreadable('broken', 'reading it failed again and again'));
    }
    const lease = holdLease(repository, work, logger);
    try {
      const content = await parts.store.local(fileId);
      try {
        const source = { path: content.path, kind };
        const { progress } = lease;
        const { passages, pages } = await parts.extractor.extract(source, { signal, progress });
        const read = { passages: await counted(passages, signal), pages };
        if (await repository.finish(fileId, holder, read)) {
          parts.wasRead?.({ file_id: fileId, passages: passages.length });
        }
      } finally {
        await content.release();
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
    try {
      await read(work);
    } catch (error) {
      const stopped = work.signal.aborted;
      if (!stopped) logger.error({ err: error, fileId: work.fileId }, 'reading a file failed');
      await repository.giveBack(work.fileId, work.holder, stopped ? 0 : AGAIN_MS, !stopped);
    }
  };

  const start = (claimed: Claimed, fileId: string, holder: string): void => {
    const controller = new AbortController();
    const work: Work = { ...claimed, fileId, holder, signal: controller.signal, lose: () => controller.abort() };
    const ended = run(work)
      .catch((error: unknown) => {
        // Its lease runs out, and then it is read again.
        logger.error({ err: error, fileId }, 'what came of reading a file could not be stored');
      })
      .finally(() => {
        running.delete(fileId);
        void look();
      });
    running.set(fileId, { controller, ended });
  };

  const fill = async (): Promise<void> => {
    const passed = new Set<string>();
    while (!closed && running.size < places) {
      const waiting = (await repository.waiting()).filter(({ fileId }) => !running.has(fileId) && !passed.has(fileId));
      const next = turns.next(waiting);
      if (!next) return;
      const holder = newId();
      const claimed = await repository.claim(next.fileId, holder);
      // Another process was quicker.
      passed.add(next.fileId);
      if (!claimed) continue;
      turns.had(next.userId);
      start(claimed, next.fileId, holder);
    }
  };
  const look = (): Promise<void> => {
    if (closed) return Promise.resolve();
    lookAgain = looking !== undefined;
    looking ??= fill()
      .catch((error: unknown) => {
        logger.error({ err: error }, 'looking for files to read failed');
      })
      .finally(() => {
        looking = undefined;
        if (lookAgain) void look();
      });
    return looking;
  };
  const timer = setInterval(() => void look(), parts.lookMs ?? LOOK_MS);
  timer.unref();

  return {
    look,

    settled: async (fileId, ms) => {
      const ended = async (): Promise<void> => {
        // One that was under way may have looked too early.
        await look();
        await look();
        await running.get(fileId)?.ended;
      };
      await atMost(ended(), ms);
    },

    cancel: (fileId) => running.get(fileId)?.controller.abort(),

    close: async () => {
      closed = true;
      clearInterval(timer);
      await looking;
      for (const { controller } of running.values()) controller.abort();
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

/** Waits for what never rejects, and no longer than `ms`. */
async function atMost(work: Promise<void>, ms: number): Promise<void> {
  let timeout: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    timeout = setTimeout(resolve, ms);
  });
  await Promise.race([work, passed]);
  clearTimeout(timeout);
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
  for (const passage of passages) {
    all.push({ ...passage, tokens: estimateTokens(passage.text) });
    if (all.length % COUNTED !== 0) continue;
    await setImmediate();
    signal.throwIfAborted();
  }
  return all;
}

function unreadable(reason: Unreadable['reason'], message: string): WireError {
  return { code: 'unreadable', message, reason };
}
