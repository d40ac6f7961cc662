import type { Logger } from '../../logger';
import type { AnswerEnd, AnswerLog } from './answer-log';
import type { AnswersRepository, Written } from './answers.repository';

/** How often running answers are written down, in ms. */
const CHECKPOINT_MS = 1000;
/** How long an answer is taken to be alive without a word of its writer, in ms. */
export const LEASE_MS = 6000;
/** Waits between tries to store an answer's end while the database is away, in ms; the last one repeats. */
const RETRY_MS = [100, 500, 2000];
/** After so long without the database an answer's end is given up, in ms. */
const GIVE_UP_MS = 60_000;

export interface Keeper {
  /**
   * Writes the log down each second and holds its lease; `onLost` is called where the lease is gone. The function
   * returned ends that and stores the whole answer with its end.
   */
  keep(log: AnswerLog, onLost: () => void): (end: AnswerEnd) => Promise<void>;
  close(): void;
}

interface Kept {
  log: AnswerLog;
  onLost: () => void;
  writing: Promise<void>;
}

/** Keeps running answers in the database, so that the death of this process loses a second of them at most. */
export function createKeeper(repository: AnswersRepository, owner: string, logger: Logger): Keeper {
  const kept = new Set<Kept>();

  const checkpoint = async ({ log, onLost }: Kept): Promise<void> => {
    try {
      const mine = await repository.checkpoint(written(log), owner, Date.now() + LEASE_MS);
      if (!mine) onLost();
    } catch (error) {
      logger.warn({ err: error, answerId: log.answerId }, 'checkpoint failed');
    }
  };
  const timer = setInterval(() => {
    for (const entry of kept) entry.writing = entry.writing.then(() => checkpoint(entry));
  }, CHECKPOINT_MS);
  timer.unref();

  const store = async (log: AnswerLog, end: AnswerEnd): Promise<void> => {
    const giveUpAt = Date.now() + GIVE_UP_MS;
    for (let tries = 0; ; tries += 1) {
      try {
        const mine = await repository.finish(written(log), end, owner);
        if (!mine) logger.warn({ answerId: log.answerId }, 'answer was no longer ours to store');
        return;
      } catch (error) {
        logger.error({ err: error, answerId: log.answerId, tries }, 'storing an answer failed');
        if (Date.now() > giveUpAt) return;
        await wait(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      }
    }
  };

  return {
    keep: (log, onLost) => {
      const entry: Kept = { log, onLost, writing: Promise.resolve() };
      kept.add(entry);
      return async (end) => {
        kept.delete(entry);
        await entry.writing;
        await store(log, end);
      };
    },
    close: () => {
      clearInterval(timer);
    },
  };
}

function written(log: AnswerLog): Written {
  return { id: log.answerId, text: log.text, reasoning: log.reasoning };
}

function wait(ms: number | undefined): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
