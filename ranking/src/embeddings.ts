import * as v from 'valibot';
import type { RankingEndpoint } from './ranking-endpoint';

const Embedded = v.object({ data: v.array(v.object({ index: v.number(), embedding: v.array(v.number()) })) });

/** What texts mean, each as a vector; rejects where the endpoint does not tell all of them, in one length. */
export async function embed(
  { post }: RankingEndpoint,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<number[][]> {
  const { data } = v.parse(Embedded, await post('/embeddings', { input: texts, encoding_format: 'float' }, signal));
  const vectors = data.sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
  const dimensions = vectors[0]?.length ?? 0;
  if (vectors.length !== texts.length || vectors.some(({ length }) => length !== dimensions || length === 0)) {
    throw new Error('the endpoint did not embed all texts');
  }
  return vectors;
}
