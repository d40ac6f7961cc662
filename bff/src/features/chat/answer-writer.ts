import type { Logger } from '../../logger';
import { pause } from '../../pause';
import type { AnswerEnd, AnswerLog, PieceKind } from './answer-log';
import type { Journal, Outcome, Piece } from './journal/journal';
import { PieceBuffer } from './piece-buffer';

/**
 * Text that gathers leaves early once it has so many bytes: five Han characters, beside which the 23 bytes of a frame are in
 * proportion. A model that writes quickly is then seen quickly.
 */
const ENOUGH_BYTES = 14;
/** Between two writes of an answer, in ms, where it is the only one: phones draw no more often. */
const LEAST_MS = 50;
/** Whatever there is leaves after so long, in ms, so that it is seen a tenth of a second after it came. */
const MOST_MS = 90;
/** And so many more of both, in ms, for each that is written beside it: a process with much to do makes fewer, larger pieces. */
const MORE_MS = 1;
/** Pause before a journal that cannot be reached is tried again, in ms. */
const AWAY_MS = 500;

/** The right to write an answer, as this process knows it. */
export interface Lease {
  readonly generation: number;
  /** True while no other process can have taken it. */
  certain(): boolean;
  /**
   * Stores `text` and `reasoning` in the database and with that makes the lease certain again. False where it is
   * another's; rejects where the database cannot be reached.
   */
  store(text: string, reasoning: string): Promise<boolean>;
}

export interface WriterParts {
  log: AnswerLog;
  journal: Journal;
  lease: Lease;
  logger: Logger;
  /** How many answers this process writes. */
  running(): number;
  /** Another process writes the answer now. */
  onLost(): void;
}

/**
 * Takes the model's text into the journal and, once it is durable there, into the log where readers see it. Text that
 * arrives during a write goes out with the next. Where the journal is away, the database makes it durable instead; where
 * neither can be reached the text waits.
 */
export class AnswerWriter {
  readonly #parts: WriterParts;
  readonly #buffer = new PieceBuffer();
  #writing: Promise<void> | undefined;
  #lost = false;
  /** What the journal has is not what was written: it gets everything anew. */
  #anew = false;
  /** When text may leave that is enough, and when whatever there is leaves; ms of `performance.now()`. */
  #notBefore = -Infinity;
  #atLatest = -Infinity;
  #wake: (() => void) | undefined;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  get lost(): boolean {
    return this.#lost;
  }

  append(kind: PieceKind, piece: string): void {
    this.#buffer.add(kind, piece);
    if (this.#buffer.bytes >= ENOUGH_BYTES) this.#wake?.();
    if (!this.#writing && !this.#lost && this.#buffer.ready) this.#writing = this.#write();
  }

  /** Resolves once all that was appended is durable, and half a character at the end is given up on, or all is lost. */
  async seal(): Promise<void> {
    this.#buffer.seal();
    this.append('text', '');
    this.#wake?.();
    await this.#writing;
  }

  /** Writes down how the answer ended, best effort: a next writer then has nothing left to write. */
  async end(end: AnswerEnd): Promise<void> {
    const { log, journal, lease, logger } = this.#parts;
    try {
      if ((await journal.writeEnd(log.answerId, lease.generation, end)) === 'lost') this.#lose();
    } catch (error) {
      logger.warn({ err: error, answerId: log.answerId }, 'the end of an answer is not in the journal');
    }
  }

  async #write(): Promise<void> {
    const { log } = this.#parts;
    while (!this.#lost && this.#buffer.ready) {
      await this.#gather();
      const reasoning = this.#buffer.take('reasoning');
      const text = this.#buffer.take('text');
      await this.#keep(reasoning, text);
      if (this.lost) break;
      log.append('reasoning', reasoning);
      log.append('text', text);
    }
    this.#writing = undefined;
  }

  /** Resolves when what is in the buffer is to leave. */
  async #gather(): Promise<void> {
    const { journal, running } = this.#parts;
    if (this.#buffer.bytes < ENOUGH_BYTES) await this.#until(this.#atLatest);
    await pauseUntil(this.#notBefore);
    const now = performance.now();
    const more = MORE_MS * (running() - 1);
    this.#notBefore = now + Math.min(journal.gatherMs, LEAST_MS + more);
    this.#atLatest = now + Math.min(journal.gatherMs, MOST_MS + more);
  }

  /** Resolves at `time`, or as soon as enough has gathered. */
  async #until(time: number): Promise<void> {
    const early = time - performance.now();
    if (early <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, early);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  /** Resolves once the two pieces are durable or the lease is lost. */
  async #keep(reasoning: string, text: string): Promise<void> {
    const { log, lease } = this.#parts;
    while (!this.#lost) {
      try {
        if (!lease.certain()) {
          await this.#store(reasoning, text);
          return;
        }
        const outcome = await this.#intoJournal(reasoning, text);
        if (outcome === 'kept') return;
        if (outcome === 'lost') return this.#lose();
        this.#anew = true;
      } catch (error) {
        this.#anew = true;
        this.#parts.logger.warn({ err: error, answerId: log.answerId }, 'the journal cannot be reached');
        if (await this.#tryStore(reasoning, text)) return;
        await pause(AWAY_MS);
      }
    }
  }

  #intoJournal(reasoning: string, text: string): Promise<Outcome> {
    const { log, journal, lease } = this.#parts;
    const pieces = (['reasoning', 'text'] as const).flatMap((kind): Piece[] => {
      const added = kind === 'text' ? text : reasoning;
      if (this.#anew) return [{ kind, offset: 0, text: log[kind] + added }];
      return added === '' ? [] : [{ kind, offset: log[kind].length, text: added }];
    });
    const write = journal.write(log.answerId, lease.generation, pieces);
    this.#anew = false;
    return write;
  }

  async #tryStore(reasoning: string, text: string): Promise<boolean> {
    try {
      await this.#store(reasoning, text);
      return true;
    } catch (error) {
      this.#parts.logger.error({ err: error, answerId: this.#parts.log.answerId }, 'nowhere to write an answer down');
      return false;
    }
  }

  /** A checkpoint that holds the new pieces already; the journal misses them from then on. */
  async #store(reasoning: string, text: string): Promise<void> {
    const { log, lease } = this.#parts;
    this.#anew = true;
    if (!(await lease.store(log.text + text, log.reasoning + reasoning))) this.#lose();
    this.#notBefore = performance.now() + AWAY_MS;
    this.#atLatest = this.#notBefore;
  }

  #lose(): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#parts.onLost();
  }
}

/** Resolves at `time` of `performance.now()`, where that is still to come. */
async function pauseUntil(time: number): Promise<void> {
  const early = time - performance.now();
  if (early > 0) await pause(early);
}
