import { newId } from '../../ids';
import { createReadOne, type ReadOneParts, type Work } from './read-one';
import type { Claimed } from './reading.repository';
import { createTurns } from './turns';

/** How often it is looked for files that others left, in ms. */
const LOOK_MS = 2_000;
export interface ReadingParts extends Omit<ReadOneParts, 'lookMs' | 'closing'> {
  /** Files read at once by this process. */
  places: number;
  /** How often it is looked for files that others left, in ms; the product's own where left out. */
  lookMs?: number | undefined;
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

export function startReading({ repository, places, logger, lookMs = LOOK_MS, ...parts }: ReadingParts): Reading {
  const running = new Map<string, Running>();
  const turns = createTurns();
  const closing = new AbortController();
  const one = createReadOne({ ...parts, repository, lookMs, closing: closing.signal, logger });
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  const start = (claimed: Claimed, fileId: string, holder: string): void => {
    const controller = new AbortController();
    const work: Work = { ...claimed, fileId, holder, signal: controller.signal, lose: () => controller.abort() };
    const ended = one
      .read(work)
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
    while (!closing.signal.aborted && running.size < places) {
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
    if (closing.signal.aborted) return Promise.resolve();
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
  const timer = setInterval(() => void look(), lookMs);
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

    cancel: (fileId) => {
      one.forget(fileId);
      running.get(fileId)?.controller.abort();
    },

    close: async () => {
      closing.abort();
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
