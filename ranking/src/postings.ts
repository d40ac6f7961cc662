import { Best } from './best';
import { addedBy, weightOf } from './bm25';
import { eachTerm } from './terms';

/** A list's numbers are a text's slot and how often the term stands in it, which matters no more beyond this. */
const OFTEN_MAX = 63;
const OFTEN_BITS = 6;
/** So many removed texts are carried along before the lists are cleared of them. */
const GONE_MIN = 1_000;

/** Texts by their terms, for more of them than can be gone through for each question. Texts may come and go. */
export class Postings {
  readonly #lists = new Map<number, number[]>();
  readonly #slots = new Map<string, number>();
  /** By slot: the text's key, undefined where it is gone, and how many terms it has. */
  #keys: (string | undefined)[] = [];
  #lengths: number[] = [];
  #length = 0;

  get size(): number {
    return this.#slots.size;
  }

  /** How many terms all texts have together. */
  get length(): number {
    return this.#length;
  }

  /** Adds a text, in place of the one of the same key. */
  add(key: string, text: string): void {
    this.remove(key);
    const slot = this.#keys.length;
    const often = new Map<number, number>();
    let length = 0;
    eachTerm(text, (term) => {
      often.set(term, (often.get(term) ?? 0) + 1);
      length += 1;
    });
    for (const [term, times] of often) {
      const entry = slot * (1 << OFTEN_BITS) + Math.min(times, OFTEN_MAX);
      const list = this.#lists.get(term);
      if (list) list.push(entry);
      else this.#lists.set(term, [entry]);
    }
    this.#keys.push(key);
    this.#lengths.push(length);
    this.#slots.set(key, slot);
    this.#length += length;
  }

  remove(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    this.#keys[slot] = undefined;
    this.#length -= this.#lengths[slot] ?? 0;
    const gone = this.#keys.length - this.#slots.size;
    if (gone > GONE_MIN && gone > this.#slots.size) this.#clear();
  }

  /** Gives `take` the texts that have the term: their slots, and how often it stands there. */
  each(term: number, take: (slot: number, often: number) => void): void {
    const list = this.#lists.get(term) ?? [];
    for (const entry of list) {
      const slot = Math.floor(entry / (1 << OFTEN_BITS));
      if (this.#keys[slot] !== undefined) take(slot, entry % (1 << OFTEN_BITS));
    }
  }

  /** One more than the largest slot. */
  get slots(): number {
    return this.#keys.length;
  }

  keyAt(slot: number): string {
    return this.#keys[slot] ?? '';
  }

  /** How many terms the text has. */
  lengthAt(slot: number): number {
    return this.#lengths[slot] ?? 0;
  }

  #clear(): void {
    const next = new Map<number, number>();
    const keys = this.#keys.filter((key, slot) => key !== undefined && next.set(slot, next.size));
    const lengths = this.#lengths.filter((_, slot) => next.has(slot));
    for (const [term, list] of this.#lists) {
      const kept = list.flatMap((entry) => {
        const slot = next.get(Math.floor(entry / (1 << OFTEN_BITS)));
        return slot === undefined ? [] : [slot * (1 << OFTEN_BITS) + (entry % (1 << OFTEN_BITS))];
      });
      if (kept.length > 0) this.#lists.set(term, kept);
      else this.#lists.delete(term);
    }
    this.#keys = keys;
    this.#lengths = lengths;
    for (const [slot, key] of keys.entries()) if (key !== undefined) this.#slots.set(key, slot);
  }
}

/** A text that has terms of a query, and its score by BM25. */
export interface Found {
  key: string;
  score: number;
}

/** The texts of all `shelves` that have most of the query's terms, the best first, as if they stood on one. */
export function foundIn(shelves: readonly Postings[], query: readonly number[], limit: number): Found[] {
  const count = shelves.reduce((sum, { size }) => sum + size, 0);
  const length = shelves.reduce((sum, shelf) => sum + shelf.length, 0) / Math.max(1, count);
  const scores = shelves.map(({ slots }) => new Float32Array(slots));
  for (const term of query) {
    let having = 0;
    for (const shelf of shelves) shelf.each(term, () => (having += 1));
    if (having === 0) continue;
    const weight = weightOf(having, count);
    for (const [at, shelf] of shelves.entries()) {
      const sums = scores[at] ?? new Float32Array();
      shelf.each(term, (slot, often) => {
        sums[slot] = (sums[slot] ?? 0) + addedBy(weight, often, shelf.lengthAt(slot), length);
      });
    }
  }
  const best = new Best<string>(limit);
  for (const [at, shelf] of shelves.entries()) {
    const sums = scores[at] ?? new Float32Array();
    for (let slot = 0; slot < sums.length; slot += 1) {
      const score = sums[slot] ?? 0;
      if (score > 0) best.offer(shelf.keyAt(slot), score);
    }
  }
  return best.sorted().map(({ thing, score }) => ({ key: thing, score }));
}
