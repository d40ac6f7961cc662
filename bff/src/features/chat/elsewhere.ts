import type { MessageRow } from '../../db/schema';
import type { Logger } from '../../logger';
import { pause } from '../../pause';
import { AnswerLog, type PieceKind } from './answer-log';
import { shownIn } from '../evidence/shown';
import type { Journal, Piece } from './journal/journal';
import { storedEnd } from './messages/to-message';

/** How often the stored answer is looked at where nothing else tells of it, in ms: it is written down each second. */
const LOOK_MS = 500;
/** The same where the journal tells, in ms: only for what a restart of the journal lost. */
const RARE_LOOK_MS = 2000;

/** How long a reader who is ahead of what is known here is kept waiting, in ms: a checkpoint and some. */
const BEHIND_MS = 4000;

/** Answers that another process writes, read here. */
export interface Elsewhere {
  /**
   * The log of the running answer `row`, shared by all its readers here. Where a reader was shown `length` units of it
   * by another process already, it is waited for until they are here too, for a few seconds at the most.
   */
  open(row: MessageRow, length: number): Promise<AnswerLog>;
  /** Feeds a log that this process wrote until now. */
  adopt(log: AnswerLog): void;
  close(): void;
}

export interface ElsewhereParts {
  journal: Journal;
  /** The answer's row, whoever's it is by now. */
  find(answerId: string): Promise<MessageRow | undefined>;
  logger: Logger;
}

export function createElsewhere(parts: ElsewhereParts): Elsewhere {
  const feeds = new Map<string, Feed>();
  const feed = (log: AnswerLog): Feed => {
    const made = new Feed(log, parts, () => {
      if (feeds.get(log.answerId) === made) feeds.delete(log.answerId);
    });
    feeds.get(log.answerId)?.close();
    feeds.set(log.answerId, made);
    return made;
  };

  return {
    open: async (row, length) => {
      const known = feeds.get(row.id);
      const found = known ?? feed(new AnswerLog(row.id, row.text, row.reasoning ?? '', shownIn(row)));
      await found.reaches(length);
      return found.log;
    },
    adopt: (log) => {
      feed(log);
    },
    close: () => {
      for (const each of feeds.values()) each.close();
    },
  };
}

/** Brings one log up to date until the answer ends or nobody has read it for two looks. */
class Feed {
  readonly #ready: Promise<void>;
  readonly #stopWatching: (() => void) | undefined;
  readonly #timer: NodeJS.Timeout;
  #unread = 0;
  /** Looks for what the answer rests on, which is stored before its first word. */
  #beginning: Promise<void> | undefined;
  #began = false;
  /** How often it was told that what the answer rests on is another. */
  #sourced = 0;

  constructor(
    readonly log: AnswerLog,
    private readonly parts: ElsewhereParts,
    private readonly left: () => void,
  ) {
    const { journal } = parts;
    this.#stopWatching = journal.watch?.(log.answerId, (piece) => this.#heard(piece));
    this.#timer = setInterval(() => void this.#step(), journal.watch ? RARE_LOOK_MS : LOOK_MS);
    this.#timer.unref();
    this.#ready = this.#catchUp();
  }

  /**
   * Waits until the log has all that is durable, as far as it can be had now, and `length` units at least: with the
   * journal away those are known to its writer alone until the next checkpoint.
   */
  async reaches(length: number): Promise<void> {
    await this.#ready;
    for (let waited = 0; waited < BEHIND_MS && !this.log.end && this.log.text.length < length; waited += LOOK_MS) {
      await pause(LOOK_MS);
      await this.#look();
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#stopWatching?.();
    this.left();
  }

  #heard(piece: Piece | 'sourced' | 'stored'): void {
    if (piece === 'stored') void this.#look();
    else if (piece === 'sourced') this.#beginAnew();
    else if (this.#mustBegin()) void this.#begin();
    else if (piece.offset > this.log[piece.kind].length) void this.#catchUp();
    else this.#reach(piece.kind, piece.offset, piece.text);
  }

  /** Whether no word may be told yet, for what the answer rests on comes before. */
  #mustBegin(): boolean {
    const { sources, text, reasoning } = this.log;
    const empty = sources === undefined && text === '' && reasoning === '';
    return !this.#began && (empty || this.#beginning !== undefined);
  }

  /** Tools found something: the words that come may cite it, and wait until it is looked for. */
  #beginAnew(): void {
    this.#sourced += 1;
    if (this.#began) this.#beginning = undefined;
    this.#began = false;
    void this.#begin();
  }

  /** A first word came: what was given for it first, then what has come of it meanwhile. */
  #begin(): Promise<void> {
    const begun = async (): Promise<void> => {
      for (let known = -1; known !== this.#sourced;) {
        known = this.#sourced;
        await this.#look();
      }
      this.#began = true;
      await this.#catchUp();
    };
    this.#beginning ??= begun();
    return this.#beginning;
  }

  async #step(): Promise<void> {
    this.#unread = this.log.readers === 0 ? this.#unread + 1 : 0;
    if (this.#unread > 2) this.close();
    else await this.#look();
  }

  async #catchUp(): Promise<void> {
    try {
      const held = await this.parts.journal.read(this.log.answerId);
      const isAny = held.text !== '' || held.reasoning !== '';
      if (isAny && this.#mustBegin()) {
        await this.#begin();
        return;
      }
      this.#reach('reasoning', 0, held.reasoning);
      this.#reach('text', 0, held.text);
    } catch (error) {
      this.parts.logger.warn({ err: error, answerId: this.log.answerId }, 'the journal cannot be read');
    }
  }

  async #look(): Promise<void> {
    try {
      const row = await this.parts.find(this.log.answerId);
      if (row) {
        // Tools add to it while the answer is written.
        const sources = shownIn(row);
        if (sources) this.log.setSources(sources);
        this.#reach('reasoning', 0, row.reasoning ?? '');
        this.#reach('text', 0, row.text);
      }
      const end = row ? storedEnd(row) : { status: 'interrupted' as const };
      if (!end) return;
      this.log.finish(end);
      this.close();
    } catch (error) {
      // The database is away for a moment: the next look tells.
      this.parts.logger.warn({ err: error, answerId: this.log.answerId }, 'looking at an answer failed');
    }
  }

  /** Adds what is new of `text`, which begins at `offset`. */
  #reach(kind: PieceKind, offset: number, text: string): void {
    this.log.append(kind, text.slice(this.log[kind].length - offset));
  }
}
