import type { SharedMessage } from '@huati/shared';
import type { Logger } from '../../../logger';
import { Failure } from '../../../failure';
import type { AnswerEnd, LogReader, ReadLog, StageNow } from '../../chat/answer-log';
import { citedIn } from '../../evidence/cited';
import type { Shown } from '../../evidence/given';
import { bare } from '../rests';
import { CheckedText } from './checked-text';

export interface Publishing {
  /** The answer as others may see it once it has ended; undefined where it is not shown any more. */
  ended(): Promise<SharedMessage | undefined>;
  /** Rejects where a text may not be shown to others; undefined: any may. */
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
        refused: (error) => void this.#refuse(error),
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
      const message = await this.parts.ended();
      if (message?.withheld) this.#finished({ status: 'interrupted', error: REFUSED });
      else {
        this.#sources = message && restsIn(message);
        this.#finished({ status });
      }
    } catch (error) {
      this.parts.logger.warn({ err: error, answerId: this.answerId }, 'what a shared answer rests on cannot be told');
      this.#finished({ status });
    }
  }

  async #refuse(error: unknown): Promise<void> {
    const isRefused = error instanceof Failure && error.code === 'content_refused';
    try {
      // What could not be checked may be shown once it can.
      if (isRefused) await this.parts.refused();
    } catch (failure) {
      this.parts.logger.error(
        { err: failure, answerId: this.answerId },
        'that an answer was refused is not remembered',
      );
    }
    this.#sources = undefined;
    this.#finished({ status: 'interrupted', ...(isRefused && { error: REFUSED }) });
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
