import { wholeUpTo } from '@huati/shared';
import { Failure } from '../../../failure';

/** So much is checked together at least, in UTF-16 units, unless it has waited for WAIT_MS. */
const LEAST = 200;
const WAIT_MS = 1500;
/** What stands on the border of two pieces is in both, in UTF-16 units. */
const OVERLAP = 100;
/** What could not be checked is tried again after so long, in ms, and each time after twice as long up to the most. */
const AGAIN_MS = { first: 1000, most: 16_000 };
const SENTENCE_ENDS = new Set('。！？!?；;…\n');

export interface CheckedTextParts {
  /** All that is written so far. */
  text(): string;
  /** Rejects with `content_refused` where the piece may not be shown to others, otherwise where that could not be found out. */
  check(piece: string): Promise<void>;
  /** More has passed. */
  grew(): void;
  /** It could not be checked, and is tried again. */
  failed(error: unknown): void;
  /** It did not pass: nothing more will. */
  refused(): void;
}

/** How much of a growing text has passed its check: piece by piece, each to the end of a sentence where there is one. */
export class CheckedText {
  #passed = 0;
  #state: 'waiting' | 'checking' | 'failed' | 'over' = 'waiting';
  #timer: NodeJS.Timeout | undefined;
  #isWhole = false;
  #againMs = AGAIN_MS.first;

  constructor(private readonly parts: CheckedTextParts) {}

  /** In UTF-16 units. */
  get passed(): number {
    return this.#passed;
  }

  /** To be called whenever there is more; `isWhole`: nothing more will come. */
  grew(isWhole = false): void {
    this.#isWhole ||= isWhole;
    if (this.#state !== 'waiting') return;
    const text = this.parts.text();
    if (text.length === this.#passed) return;
    const end = this.#isWhole ? text.length : sentenceEnd(text, this.#passed);
    if (this.#isWhole || end - this.#passed >= LEAST) void this.#check(end);
    else this.#timer ??= setTimeout(() => this.#checkNow(), WAIT_MS);
  }

  /** True once all of a text that is whole has passed. */
  get isDone(): boolean {
    return this.#isWhole && this.#passed === this.parts.text().length;
  }

  close(): void {
    this.#state = 'over';
    clearTimeout(this.#timer);
  }

  #checkNow(): void {
    this.#timer = undefined;
    if (this.#state !== 'waiting') return;
    const text = this.parts.text();
    const end = sentenceEnd(text, this.#passed);
    void this.#check(end > this.#passed ? end : text.length);
  }

  async #check(end: number): Promise<void> {
    this.#state = 'checking';
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.parts.text();
    const from = wholeUpTo(text, Math.max(0, this.#passed - OVERLAP));
    try {
      await this.parts.check(text.slice(from, end));
    } catch (error) {
      if (!this.#isOver()) this.#notPassed(error);
      return;
    }
    if (this.#isOver()) return;
    this.#againMs = AGAIN_MS.first;
    this.#passed = end;
    this.#state = 'waiting';
    this.parts.grew();
    this.grew();
  }

  #notPassed(error: unknown): void {
    if (error instanceof Failure && error.code === 'content_refused') {
      this.close();
      this.parts.refused();
      return;
    }
    this.#state = 'failed';
    this.parts.failed(error);
    this.#timer = setTimeout(() => {
      this.#state = 'waiting';
      this.#checkNow();
    }, this.#againMs);
    this.#againMs = Math.min(2 * this.#againMs, AGAIN_MS.most);
  }

  /** Asked again, for it may have been closed while it waited. */
  #isOver(): boolean {
    return this.#state === 'over';
  }
}

/** Behind the last sentence that ends in `text` from `from` on; `from` where none does. */
function sentenceEnd(text: string, from: number): number {
  for (let at = text.length - 1; at >= from; at -= 1) if (SENTENCE_ENDS.has(text.charAt(at))) return at + 1;
  return from;
}
