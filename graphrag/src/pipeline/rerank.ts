import { rerank, type RankingEndpoint, type Resting } from '@huati/ranking';
import type { Chunk } from '../domain';

/** How long the reranker is waited for, in ms, and the most chunks that it is asked about; of each, so many UTF-16 units. */
const RERANK_MS = 5_000;
export const RERANKED = 30;
const UNITS = 2_000;

export interface RerankAsked {
  question: string;
  chunks: readonly Chunk[];
  signal: AbortSignal;
}

/** How well each chunk answers the question, as the endpoint measures it. Rejects where it is away, slow, or rests. */
export async function rerankChunks(
  endpoint: RankingEndpoint,
  resting: Resting,
  { question, chunks, signal }: RerankAsked,
): Promise<Map<string, number>> {
  if (chunks.length === 0) return new Map();
  if (resting.rests()) throw new Error('it failed only just');
  const soon = AbortSignal.any([signal, AbortSignal.timeout(RERANK_MS)]);
  const texts = chunks.map(({ title, text }) => `${title}\n${text}`.slice(0, UNITS));
  const scores = await resting.unless(rerank(endpoint, question, texts, soon));
  return new Map(chunks.map(({ id }, at) => [id, scores[at] ?? 0]));
}
