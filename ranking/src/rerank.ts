import * as v from 'valibot';
import type { RankingEndpoint } from './ranking-endpoint';

const Reranked = v.object({ results: v.array(v.object({ index: v.number(), relevance_score: v.number() })) });

/** How well each of `documents` answers `query`, in their order; rejects where the endpoint does not tell of all of them. */
export async function rerank(
  { post }: RankingEndpoint,
  query: string,
  documents: readonly string[],
  signal: AbortSignal,
): Promise<number[]> {
  const { results } = v.parse(Reranked, await post('/rerank', { query, documents, top_n: documents.length }, signal));
  const scores = new Map(results.map(({ index, relevance_score: score }) => [index, score]));
  return documents.map((_, index) => {
    const score = scores.get(index);
    if (score === undefined) throw new Error('the endpoint did not rank all documents');
    return score;
  });
}
