import { eachTerm } from './terms';

/** A passage as it is indexed: its own text, what stands above it, and its tokens by the estimate. */
export interface IndexedPassage {
  text: string;
  headings: string;
  tokens: number;
}

/**
 * The terms of one file's passages, one after the other: looking for a question's few terms is one run over numbers, and takes a
 * fraction of the memory that lists by term would.
 */
export interface TermIndex {
  terms: Uint32Array;
  /** Where the terms of each passage end. */
  ends: Uint32Array;
  tokens: Uint32Array;
}

/** Builds the index of a file from its passages, in their order. */
export class IndexBuilder {
  #terms = new Uint32Array(1 << 12);
  #length = 0;
  readonly #ends: number[] = [];
  readonly #tokens: number[] = [];

  add({ text, headings, tokens }: IndexedPassage): void {
    const take = (term: number): void => {
      if (this.#length === this.#terms.length) this.#grow();
      this.#terms[this.#length] = term;
      this.#length += 1;
    };
    eachTerm(headings, take);
    eachTerm(text, take);
    this.#ends.push(this.#length);
    this.#tokens.push(tokens);
  }

  built(): TermIndex {
    return {
      terms: this.#terms.slice(0, this.#length),
      ends: Uint32Array.from(this.#ends),
      tokens: Uint32Array.from(this.#tokens),
    };
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#terms.length);
    larger.set(this.#terms);
    this.#terms = larger;
  }
}
