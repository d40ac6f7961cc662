import { rerank, type RankingEndpoint, type Resting } from '@huati/ranking';
import type { Chunk } from '../domain';
import type { Turn } from './budget';

/** How long the reranker is waited for, in ms, and the most chunks that it is asked about; of each, so many UTF-16 units. */
export const RERANK_MS = 5_000;
export const RERANKED = 30;
const UNITS = 2_000;

export interface RerankAsked {
  question: string;
  chunks: readonly Chunk[];
  turn: Turn;
}

/** How well each chunk answers the question, as the endpoint measures it. Rejects where it is away, slow, or rests. */
export async function rerankChunks(
  endpoint: RankingEndpoint,
  resting: Resting,
  { question, chunks, turn }: RerankAsked,
): Promise<Map<string, number>> {
  if (chunks.length === 0) return new Map();
  if (resting.rests()) throw new Error('it failed only just');
  const texts = chunks.map(({ title, text }) => `${title}\n${text}`.slice(0, UNITS));
  const scores = await resting.unless(rerank(endpoint, question, texts, turn.signal), turn.excuse);
  return new Map(chunks.map(({ id }, at) => [id, scores[at] ?? 0]));
}
