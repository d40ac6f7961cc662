import type { PieceKind } from './answer-log';

/**
 * Text of a model on its way into an answer. What is taken out is whole: half a surrogate pair waits for the other
 * half, and what no database can hold becomes U+FFFD, one unit for one, so that offsets stay.
 */
export class PieceBuffer {
  #waiting: Record<PieceKind, string> = { text: '', reasoning: '' };
  #bytes = 0;

  add(kind: PieceKind, piece: string): void {
    this.#waiting[kind] += piece;
    this.#bytes += Buffer.byteLength(piece);
  }

  /** About how many bytes of UTF-8 were added since something was taken out. */
  get bytes(): number {
    return this.#bytes;
  }

  /** True where there is something whole to take. */
  get ready(): boolean {
    const { text, reasoning } = this.#waiting;
    return wholeLength(text) + wholeLength(reasoning) > 0;
  }

  /** Takes out all that is whole. */
  take(kind: PieceKind): string {
    const all = this.#waiting[kind];
    this.#bytes = 0;
    const length = wholeLength(all);
    this.#waiting[kind] = all.slice(length);
    return storable(all.slice(0, length));
  }

  /** Nothing is added any more: half a pair that will never be whole is taken as the replacement character. */
  seal(): void {
    for (const kind of ['text', 'reasoning'] as const) this.#waiting[kind] = storable(this.#waiting[kind]);
  }
}

function wholeLength(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.length - 1 : text.length;
}

/** UTF-8 cannot carry lone surrogates, and SQLite's bindings cut a text at NUL. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
