import type { TermIndex } from './term-index';

/** The usual constants of BM25 (Robertson and Zaragoza 2009): how soon a word's repetition and a text's length stop counting. */
const K1 = 1.2;
const B = 0.75;
/** So many terms of the passages around one count for it as well, by this much: a sentence may go over its end. */
const OVERLAP = 40;
const AROUND = 0.3;
/** How much a term of the file's name counts, as if it stood in every passage. */
const IN_NAME = 0.5;

/** How telling a term is that `having` of `count` passages have: rare ones tell more. */
export function weightOf(having: number, count: number): number {
  return Math.log(1 + (count - having + 0.5) / (having + 0.5));
}

/** What a term adds to a passage's score that has it `often` among its `own` terms, where the usual passage has `length`. */
export function addedBy(weight: number, often: number, own: number, length: number): number {
  return (weight * often * (K1 + 1)) / (often + K1 * (1 - B + (B * own) / Math.max(1, length)));
}

export interface Scored {
  index: TermIndex;
  /** The terms of the file's name. */
  name: ReadonlySet<number>;
}

/** A score for each passage of each file, 0 where none of the query's terms is in it. */
export function bm25(files: readonly Scored[], query: readonly number[]): Float32Array[] {
  const search = new Search(query);
  const found = files.map(({ index }) => search.through(index));
  const count = files.reduce((sum, { index }) => sum + index.ends.length, 0);
  const length = files.reduce((sum, { index }) => sum + index.terms.length, 0) / Math.max(1, count);
  const weights = search.weights(count);
  return files.map(({ index, name }, at) => {
    const inName = query.map((term) => (name.has(term) ? IN_NAME : 0));
    return scores(index, found[at] ?? [], { inName, weights, length });
  });
}

/** How often a term stands in a passage; `term` is its place in the query. */
interface Hit {
  passage: number;
  term: number;
  often: number;
}

class Search {
  readonly #places = new Map<number, number>();
  /** By the last bits of a term, whether it may be one of the query's: nearly all are not. */
  readonly #perhaps = new Uint8Array(1 << 16);
  readonly #passagesWith: number[];

  constructor(query: readonly number[]) {
    for (const [place, term] of query.entries()) {
      this.#places.set(term, place);
      this.#perhaps[term & 0xffff] = 1;
    }
    this.#passagesWith = query.map(() => 0);
  }

  through({ terms, ends }: TermIndex): Hit[] {
    const hits: Hit[] = [];
    let start = 0;
    for (let passage = 0; passage < ends.length; passage += 1) {
      const end = ends[passage] ?? start;
      const often = new Map<number, number>();
      this.#count(terms, start, end, (place) => often.set(place, (often.get(place) ?? 0) + 1));
      for (const place of often.keys()) this.#passagesWith[place] = (this.#passagesWith[place] ?? 0) + 1;
      const near = (place: number) => often.set(place, (often.get(place) ?? 0) + AROUND);
      this.#count(terms, Math.max(0, start - OVERLAP), start, near);
      this.#count(terms, end, Math.min(terms.length, end + OVERLAP), near);
      for (const [term, times] of often) hits.push({ passage, term, often: times });
      start = end;
    }
    return hits;
  }

  /** How telling each term of the query is among `count` passages: rare ones tell more. */
  weights(count: number): number[] {
    return this.#passagesWith.map((having) => weightOf(having, count));
  }

  #count(terms: Uint32Array, from: number, to: number, found: (place: number) => void): void {
    for (let at = from; at < to; at += 1) {
      const term = terms[at] ?? 0;
      if (this.#perhaps[term & 0xffff] === 0) continue;
      const place = this.#places.get(term);
      if (place !== undefined) found(place);
    }
  }
}

function scores(
  { ends }: TermIndex,
  hits: readonly Hit[],
  { inName, weights, length }: { inName: number[]; weights: number[]; length: number },
): Float32Array {
  const scored = new Float32Array(ends.length);
  const named = inName.reduce((sum, often, term) => sum + (weights[term] ?? 0) * often, 0);
  for (const { passage, term, often } of hits) {
    const own = (ends[passage] ?? 0) - (passage === 0 ? 0 : (ends[passage - 1] ?? 0));
    scored[passage] = (scored[passage] ?? 0) + addedBy(weights[term] ?? 0, often, own, length);
  }
  if (named > 0)
    for (let passage = 0; passage < scored.length; passage += 1) scored[passage] = (scored[passage] ?? 0) + named;
  return scored;
}
