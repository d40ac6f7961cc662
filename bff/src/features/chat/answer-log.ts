import type { EndStatus, Stage, Usage, WireError } from '@huati/shared';

export interface AnswerEnd {
  status: EndStatus;
  usage?: Usage;
  error?: WireError;
}

export type PieceKind = 'text' | 'reasoning';

/** What a reader of a log is told; it then looks at the log itself, from the offset it holds. */
export interface LogReader {
  grew(): void;
  staged(stage: Stage): void;
  ended(): void;
}

/**
 * The append-only text of one answer and its thinking, with its readers. Writing never waits for a reader. Offsets and
 * lengths are UTF-16 units. The text never ends in half a surrogate pair: the half waits for the other one.
 */
export class AnswerLog {
  readonly answerId: string;
  #pieces: Record<PieceKind, { text: string; half: string }>;
  #stage: Stage | undefined;
  #end: AnswerEnd | undefined;
  readonly #readers = new Set<LogReader>();

  /** `text` and `reasoning` are what is written already. */
  constructor(answerId: string, text = '', reasoning = '') {
    this.answerId = answerId;
    this.#pieces = { text: { text, half: '' }, reasoning: { text: reasoning, half: '' } };
  }

  get text(): string {
    return this.#pieces.text.text;
  }

  get reasoning(): string {
    return this.#pieces.reasoning.text;
  }

  get stage(): Stage | undefined {
    return this.#stage;
  }

  /** How it ended; undefined while it runs. */
  get end(): AnswerEnd | undefined {
    return this.#end;
  }

  append(kind: PieceKind, piece: string): void {
    if (this.#end || piece === '') return;
    const target = this.#pieces[kind];
    const whole = target.half + piece;
    const last = whole.charCodeAt(whole.length - 1);
    const splits = last >= 0xd800 && last <= 0xdbff;
    target.half = splits ? whole.slice(-1) : '';
    this.#add(target, splits ? whole.slice(0, -1) : whole);
  }

  setStage(stage: Stage): void {
    if (this.#end || this.#stage === stage) return;
    this.#stage = stage;
    for (const reader of this.#readers) reader.staged(stage);
  }

  /** Nothing is appended any more: makes half a pair that will never be whole the replacement character. */
  seal(): void {
    for (const target of Object.values(this.#pieces)) {
      const { half } = target;
      target.half = '';
      this.#add(target, half);
    }
  }

  /** Ends it for ever and tells every reader; a second end is ignored. */
  finish(end: AnswerEnd): void {
    if (this.#end) return;
    this.seal();
    this.#end = end;
    for (const reader of this.#readers) reader.ended();
    this.#readers.clear();
  }

  /** Tells `reader` of what comes; the function returned ends that. */
  read(reader: LogReader): () => void {
    if (!this.#end) this.#readers.add(reader);
    return () => {
      this.#readers.delete(reader);
    };
  }

  #add(target: { text: string }, piece: string): void {
    if (piece === '') return;
    target.text += storable(piece);
    for (const reader of this.#readers) reader.grew();
  }
}

/**
 * NUL and lone surrogates become U+FFFD, one unit for one, so that offsets stay: UTF-8 cannot carry the latter, and
 * SQLite's bindings cut a text at the former.
 */
function storable(piece: string): string {
  return piece.toWellFormed().replaceAll('\0', '\uFFFD');
}
