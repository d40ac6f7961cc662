import type { SharedMessage } from '@huati/shared';
import type { Logger } from '../../../logger';
import { pause } from '../../../pause';
import type { AnswerEnd, LogReader, ReadLog, StageNow } from '../../chat/answer-log';
import { citedIn } from '../../evidence/cited';
import type { Shown } from '../../evidence/given';
import { bare } from '../rests';
import { CheckedText } from './checked-text';

/** An end waits so long in all for the verdict on the whole answer, in ms, and asks for it again so often. */
const VERDICT_MS = 30_000;
const ASK_MS = 1000;

export interface Publishing {
  /**
   * The answer as others may see it once it has ended; undefined where it is not shown any more, `unchecked` where it is not known
   * yet whether they may.
   */
  ended(): Promise<SharedMessage | 'unchecked' | undefined>;
  /** Rejects with `content_refused` where a text may not be shown to others; undefined: any may. */
  check: ((text: string) => Promise<void>) | undefined;
  /** Others may not read the answer: to be remembered. */
  refused(): Promise<void>;
  /** It has ended, and its readers know. */
  left(log: PublishedLog): void;
  logger: Logger;
}

/**
 * An answer as others may read it while it is written: no thinking, of its sources those that it cites, and where texts are checked
 * no more than has passed. Any number of readers share it, and it holds no text of its own.
 */
export class PublishedLog implements ReadLog {
  readonly reasoning = '';
  readonly #readers = new Set<LogReader>();
  readonly #checked: CheckedText | undefined;
  readonly #leave: () => void;
  #sources: Shown | undefined;
  #end: AnswerEnd | undefined;
  #isSettled = false;
  #isOver = false;

  constructor(
    private readonly original: ReadLog,
    private readonly parts: Publishing,
  ) {
    const { check } = parts;
    this.#checked =
      check &&
      new CheckedText({
        text: () => original.text,
        check,
        grew: () => {
          this.#tell((reader) => reader.grew());
          if (original.end && this.#checked?.isDone) void this.#finish(original.end);
        },
        failed: (error) => {
          parts.logger.warn({ err: error, answerId: this.answerId }, 'a shared answer cannot be checked, and waits');
        },
        refused: () => void this.#refuse(),
      });
    this.#leave = original.read({
      grew: () => this.#grew(),
      staged: (now) => this.#tell((reader) => reader.staged(now)),
      sourced: () => undefined,
      ended: () => this.#ended(),
    });
    this.#cite('');
    if (original.end) this.#ended();
    else this.#checked?.grew();
  }

  get answerId(): string {
    return this.original.answerId;
  }

  get text(): string {
    const { text } = this.original;
    return this.#checked ? text.slice(0, this.#checked.passed) : text;
  }

  get stage(): StageNow | undefined {
    return this.original.stage;
  }

  get sources(): Shown | undefined {
    return this.#sources;
  }

  get end(): AnswerEnd | undefined {
    return this.#end;
  }

  /** True where it has ended, and whoever read the share since saw what the readers of this were told. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  read(reader: LogReader): () => void {
    if (!this.#end) this.#readers.add(reader);
    return () => {
      this.#readers.delete(reader);
    };
  }

  /** Reads no further. */
  close(): void {
    this.#isOver = true;
    this.#leave();
    this.#checked?.close();
    this.#readers.clear();
  }

  #tell(run: (reader: LogReader) => void): void {
    for (const reader of [...this.#readers]) run(reader);
  }

  #grew(): void {
    if (this.#checked) {
      this.#checked.grew();
      return;
    }
    this.#cite(this.original.text.slice(-LOOK_BACK));
    this.#tell((reader) => reader.grew());
  }

  /** What is cited so far, before the words that cite it. Words of sources are checked with the whole answer, at its end. */
  #cite(newest: string): void {
    const given = this.original.sources;
    if (this.#checked || !given || (newest !== '' && !newest.includes(']'))) return;
    const cited = citedIn(this.original.text);
    const sources = given.sources.filter(({ n }) => cited.has(n));
    if (sources.length <= (this.#sources?.sources.length ?? 0)) return;
    this.#sources = { retrieval: given.retrieval, sources: sources.map((source) => bare(source, undefined)) };
    this.#tell((reader) => reader.sourced());
  }

  #ended(): void {
    const { end, text } = this.original;
    if (!end) return;
    if (!this.#checked || text === '') void this.#finish(end);
    else this.#checked.grew(true);
  }

  async #finish({ status }: AnswerEnd): Promise<void> {
    try {
      const message = await this.#verdict();
      if (typeof message === 'object' && message.withheld) {
        this.#finished({ status: 'interrupted', error: REFUSED });
        return;
      }
      this.#sources = typeof message === 'object' ? restsIn(message) : undefined;
      this.#finished({ status });
    } catch (error) {
      this.parts.logger.warn({ err: error, answerId: this.answerId }, 'what a shared answer rests on cannot be told');
      this.#finished({ status });
    }
  }

  /** What is still not known when it has waited long enough is told later, in another way. */
  async #verdict(): Promise<SharedMessage | 'unchecked' | undefined> {
    const since = performance.now();
    let message = await this.parts.ended();
    this.#isSettled = typeof message === 'object';
    while (message === 'unchecked' && performance.now() - since < VERDICT_MS) {
      await pause(ASK_MS);
      if (this.#isOver) break;
      message = await this.parts.ended();
    }
    return message;
  }

  async #refuse(): Promise<void> {
    try {
      await this.parts.refused();
    } catch (error) {
      this.parts.logger.error({ err: error, answerId: this.answerId }, 'that an answer was refused is not remembered');
    }
    this.#sources = undefined;
    this.#finished({ status: 'interrupted', error: REFUSED });
  }

  #finished(end: AnswerEnd): void {
    if (this.#isOver || this.#end) return;
    this.#end = end;
    this.#tell((reader) => reader.ended());
    this.close();
    this.parts.left(this);
  }
}

/** The newest piece of a text and some, in which a mark `[12]` may have been closed, in UTF-16 units. */
const LOOK_BACK = 200;

const REFUSED = { code: 'content_refused', message: 'the answer may not be shown to others' } as const;

/** An answer that has ended, as its readers are told of it. */
export function endedLog(message: SharedMessage): ReadLog {
  const { id: answerId, text, status } = message;
  return {
    answerId,
    text,
    reasoning: '',
    stage: undefined,
    sources: restsIn(message),
    end: status === 'streaming' ? undefined : { status, ...(message.withheld && { error: REFUSED }) },
    read: () => () => undefined,
  };
}

function restsIn({ retrieval, sources, graph, lookup, direct, steps, unsupported }: SharedMessage): Shown | undefined {
  if (retrieval === undefined) return undefined;
  return {
    retrieval,
    sources: sources ?? [],
    ...(graph && { graph }),
    ...(lookup && { lookup }),
    ...(direct && { direct }),
    ...(steps && { steps }),
    ...(unsupported && { unsupported }),
  };
}
