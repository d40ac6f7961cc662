import type { Logger } from '../../logger';
import { pause } from '../../pause';
import { longer, type AnswerEnd, type AnswerLog } from './answer-log';
import type { Lease } from './answer-writer';
import { LEASE_MS, type AnswersRepository, type Written } from './answers.repository';

/** How often a running answer is written down, in ms: at least each second, with the time the database takes. */
const CHECKPOINT_MS = 900;
/** How often it is looked which answers are due, in ms: their checkpoints come spread, as the answers began. */
const TICK_MS = 50;
/** How often it is asked whether answers are to be stopped, in ms. */
const STOPS_MS = 1000;
/** A lease is not trusted in its last moments, in ms: between the look at the clock and the write time passes. */
const MARGIN_MS = 1000;
/** Waits between tries to store an answer's end while the database is away, in ms; the last one repeats. */
const RETRY_MS = [100, 500, 2000];
/** After so long without the database an answer's end is given up, in ms; another process then takes it over. */
const GIVE_UP_MS = 60_000;

export interface KeptLease extends Lease {
  /** Stores the whole answer with its end; false where that was not ours to store, or could not be in a minute. */
  finish(end: AnswerEnd): Promise<boolean>;
  /** Stores what is written and lets any process write on. Best effort: the lease runs out anyway. */
  handOver(): Promise<void>;
  /** Lets go of it without a word: it is another's. */
  drop(): void;
}

export interface Keeping {
  log: AnswerLog;
  generation: number;
  /** When the lease was asked for, of `performance.now()`: it is good for LEASE_MS from then. */
  since: number;
  onLost(): void;
  onStopAsked(): void;
}

export interface Keeper {
  /** Writes the log down each second and holds its lease, until the lease is finished, handed over or dropped. */
  keep(keeping: Keeping): KeptLease;
  close(): void;
}

/** Keeps running answers in the database and this process's leases on them alive. */
export function createKeeper(repository: AnswersRepository, owner: string, logger: Logger): Keeper {
  const kept = new Map<string, Kept>();

  const lookForStops = async (): Promise<void> => {
    if (kept.size === 0) return;
    try {
      for (const id of await repository.askedToStop(owner)) kept.get(id)?.keeping.onStopAsked();
    } catch (error) {
      logger.warn({ err: error }, 'looking for answers to stop failed');
    }
  };
  const timers = [
    setInterval(() => {
      const now = performance.now();
      for (const entry of kept.values()) if (entry.dueAt <= now) void entry.checkpoint();
    }, TICK_MS),
    setInterval(() => void lookForStops(), STOPS_MS),
  ];
  for (const timer of timers) timer.unref();

  return {
    keep: (keeping) => {
      const entry = new Kept(keeping, repository, logger, () => kept.delete(keeping.log.answerId));
      kept.set(keeping.log.answerId, entry);
      return entry;
    },
    close: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

class Kept implements KeptLease {
  readonly generation: number;
  /** When the next checkpoint is due, of `performance.now()`. */
  dueAt = performance.now() + CHECKPOINT_MS;
  #validUntil: number;
  /** The longest text stored: it may be ahead of the log for a moment, and must not become shorter again. */
  #stored = { text: '', reasoning: '' };
  /** One write after the other. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(
    readonly keeping: Keeping,
    private readonly repository: AnswersRepository,
    private readonly logger: Logger,
    private readonly forget: () => void,
  ) {
    this.generation = keeping.generation;
    this.#validUntil = keeping.since + LEASE_MS - MARGIN_MS;
  }

  certain(): boolean {
    return performance.now() < this.#validUntil;
  }

  async store(text: string, reasoning: string): Promise<boolean> {
    this.#stored = { text, reasoning };
    return this.#chain(() => this.#renew());
  }

  async checkpoint(): Promise<void> {
    this.dueAt = performance.now() + CHECKPOINT_MS;
    try {
      if (!(await this.#chain(() => this.#renew()))) this.keeping.onLost();
    } catch (error) {
      this.logger.warn({ err: error, answerId: this.keeping.log.answerId }, 'checkpoint failed');
    }
  }

  async finish(end: AnswerEnd): Promise<boolean> {
    this.forget();
    const { answerId } = this.keeping.log;
    const giveUpAt = Date.now() + GIVE_UP_MS;
    for (let tries = 0; ; tries += 1) {
      try {
        const mine = await this.#chain(() => this.repository.finish(this.#written(), end, this.generation));
        if (!mine) this.logger.warn({ answerId }, 'answer was no longer ours to store');
        return mine;
      } catch (error) {
        this.logger.error({ err: error, answerId, tries }, 'storing an answer failed');
        if (Date.now() > giveUpAt) return false;
        await pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 0);
      }
    }
  }

  async handOver(): Promise<void> {
    this.forget();
    try {
      await this.#chain(() => this.repository.handOver(this.#written(), this.generation));
    } catch (error) {
      this.logger.warn({ err: error, answerId: this.keeping.log.answerId }, 'handing an answer over failed');
    }
  }

  drop(): void {
    this.forget();
  }

  async #renew(): Promise<boolean> {
    const asked = performance.now();
    const mine = await this.repository.checkpoint(this.#written(), this.generation);
    if (mine) this.#validUntil = asked + LEASE_MS - MARGIN_MS;
    return mine;
  }

  #written(): Written {
    const { log } = this.keeping;
    return {
      id: log.answerId,
      text: longer(log.text, this.#stored.text),
      reasoning: longer(log.reasoning, this.#stored.reasoning),
    };
  }

  #chain<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#writing.then(run, run);
    this.#writing = next.catch(() => undefined);
    return next;
  }
}
