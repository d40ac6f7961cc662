import { bm25, cosines, queryTerms, type TermIndex, termsOf, type Vectors } from '@huati/ranking';
import { inTurn, spreadOrder } from './spread';

/** A passage of one of the files asked about: `file` is that one's place among them, `n` counts its passages from 1. */
export interface Ranked {
  file: number;
  n: number;
  tokens: number;
  score?: number;
  scoreKind?: 'bm25' | 'cosine' | 'rerank';
}

export interface FileToRank {
  index: TermIndex;
  vectors: Vectors | undefined;
  name: string;
  /** The question is about it before all others. */
  own: boolean;
}

/** `matching`: the best first; `spread`: where nothing matches, or there is room left. */
export interface Order {
  matching: Ranked[];
  spread: Ranked[];
}

/** So many passages each are told: more than any window takes. */
const MOST = 1500;
/** The usual constant of reciprocal rank fusion (Cormack et al. 2009). */
const FUSED = 60;
/** Meaning alone, without a word in common, counts from so much likeness on. */
const ALIKE = 0.3;

/** The passages of `files` in the order in which they matter for `question`, whose meaning is `vector` where there is one. */
export function orderOf(files: readonly FileToRank[], question: string, vector: readonly number[] | undefined): Order {
  const query = queryTerms(question);
  const matching = query.length === 0 ? [] : matchingIn(files, query, vector);
  return { matching, spread: spreadOver(files) };
}

function matchingIn(
  files: readonly FileToRank[],
  query: readonly number[],
  vector: readonly number[] | undefined,
): Ranked[] {
  const named = files.map(({ index, name }) => ({ index, name: termsOf(name) }));
  const words = sorted(files, bm25(named, query), 'bm25', 0);
  if (!vector) return words;
  const likeness = files.map(({ index, vectors }) => cosines(vectors, vector, index.ends.length));
  return fused([words, sorted(files, likeness, 'cosine', ALIKE)]);
}

function sorted(
  files: readonly FileToRank[],
  scores: readonly Float32Array[],
  scoreKind: 'bm25' | 'cosine',
  above: number,
): Ranked[] {
  const all: (Ranked & { score: number })[] = [];
  for (const [file, own] of scores.entries()) {
    for (let at = 0; at < own.length; at += 1) {
      const score = own[at] ?? 0;
      if (score > above) all.push({ file, n: at + 1, tokens: files[file]?.index.tokens[at] ?? 0, score, scoreKind });
    }
  }
  return all.sort((a, b) => b.score - a.score || a.file - b.file || a.n - b.n).slice(0, MOST);
}

/** One order of several: what is near the top of any of them is near the top. */
function fused(orders: readonly Ranked[][]): Ranked[] {
  const all = new Map<string, { ranked: Ranked; sum: number }>();
  for (const order of orders) {
    for (const [rank, ranked] of order.entries()) {
      const key = `${ranked.file} ${ranked.n}`;
      const entry = all.get(key) ?? { ranked, sum: 0 };
      entry.sum += 1 / (FUSED + rank + 1);
      all.set(key, entry);
    }
  }
  return [...all.values()]
    .sort((a, b) => b.sum - a.sum)
    .slice(0, MOST)
    .map(({ ranked }) => ranked);
}

/** Of the question's own files first, then of the others, each its beginning and evenly over the rest. */
function spreadOver(files: readonly FileToRank[]): Ranked[] {
  const of = (own: boolean): Ranked[] =>
    inTurn(
      files.map((file, at) =>
        file.own === own
          ? spreadOrder(file.index.ends.length, MOST).map((p) => ({
              file: at,
              n: p + 1,
              tokens: file.index.tokens[p] ?? 0,
            }))
          : [],
      ),
    );
  return [...of(true), ...of(false)].slice(0, MOST);
}
