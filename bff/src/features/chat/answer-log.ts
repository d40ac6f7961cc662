import type { EndStatus, Stage, StageEvent, Usage, WindowUse, WireError } from '@huati/shared';
import { isDeepStrictEqual } from 'node:util';
import { citedOnly } from '../evidence/ending';
import type { Shown } from '../evidence/given';
import { shortened, shownOf } from '../evidence/shown';

export interface AnswerEnd {
  status: EndStatus;
  usage?: Usage;
  error?: WireError;
  window?: WindowUse;
  /** How long the model thought before its first word, in ms. */
  reasoningMs?: number;
}

export type PieceKind = 'text' | 'reasoning';

/** Where an answer stands before its end; `position` is its place in the queue, 1 for the next, `tool` what the model has done. */
export type StageNow = Omit<StageEvent, 'answerId'>;

/** What a reader of a log is told; it then looks at the log itself, from the offset it holds. */
export interface LogReader {
  grew(): void;
  staged(now: StageNow): void;
  /** What the answer rests on is known, before its first word. */
  sourced(): void;
  ended(): void;
}

/**
 * The append-only text of one answer and its thinking, with its readers. What stands here is durable: it survives the
 * process that wrote it. Writing never waits for a reader. Offsets and lengths are UTF-16 units, and the text never
 * ends in half a surrogate pair.
 */
export class AnswerLog {
  readonly answerId: string;
  #pieces: Record<PieceKind, string>;
  #stage: StageNow | undefined;
  #sources: Shown | undefined;
  #end: AnswerEnd | undefined;
  readonly #readers = new Set<LogReader>();

  /** `text` and `reasoning` are what is written already, `sources` what it rests on. */
  constructor(answerId: string, text = '', reasoning = '', sources?: Shown) {
    this.answerId = answerId;
    this.#pieces = { text, reasoning };
    this.#sources = sources;
  }

  get text(): string {
    return this.#pieces.text;
  }

  get reasoning(): string {
    return this.#pieces.reasoning;
  }

  get stage(): StageNow | undefined {
    return this.#stage;
  }

  /** What it rests on, each with the beginning of its text, and after its end what it cites; undefined: nothing, or not known yet. */
  get sources(): Shown | undefined {
    return this.#sources;
  }

  /** How it ended; undefined while it runs. */
  get end(): AnswerEnd | undefined {
    return this.#end;
  }

  get readers(): number {
    return this.#readers.size;
  }

  append(kind: PieceKind, piece: string): void {
    if (this.#end || piece === '') return;
    this.#pieces[kind] += piece;
    for (const reader of this.#readers) reader.grew();
  }

  setStage(stage: Stage, { position, tool }: Pick<StageNow, 'position' | 'tool'> = {}): void {
    const now = this.#stage;
    if (this.#end || (now?.stage === stage && now.position === position && now.tool === tool)) return;
    this.#stage = { stage, ...(position !== undefined && { position }), ...(tool && { tool }) };
    for (const reader of this.#readers) reader.staged(this.#stage);
  }

  /** Tells what the answer rests on, where that is not known yet; the texts may be whole. */
  setSources(given: Shown): void {
    const shown = shortened(shownOf(given));
    if (this.#end || isDeepStrictEqual(shown, this.#sources)) return;
    this.#sources = shown;
    for (const reader of this.#readers) reader.sourced();
  }

  /** Ends it for ever and tells every reader; a second end is ignored. */
  finish(end: AnswerEnd): void {
    if (this.#end) return;
    this.#end = end;
    const cited = this.#sources && citedOnly(this.#sources, this.text, end.status);
    if (!isDeepStrictEqual(cited, this.#sources)) this.#sources = cited;
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
}

/** What readers need of a log, so that they may be given less than its owner. */
export type ReadLog = Pick<AnswerLog, 'answerId' | 'text' | 'reasoning' | 'stage' | 'sources' | 'end' | 'read'>;

/** Of two states of one append-only text, the later one. */
export function longer(a: string, b: string): string {
  return a.length >= b.length ? a : b;
}
