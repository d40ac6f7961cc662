import { embed, type RankingEndpoint, type Resting } from '@huati/ranking';
import type { Turn } from './budget';

/** How long the meaning of a question is waited for, in ms. */
export const EMBED_MS = 3_000;

/** What tells the meaning of questions: the model of the chunks' vectors. `instruction` stands before each question. */
export interface Embedding {
  endpoint: RankingEndpoint;
  instruction: string;
}

/** The meaning of what is looked for among passages, and of the question itself, as stored questions have theirs; of length one. */
export interface Meanings {
  ofPassages: Float32Array;
  ofQuestions: Float32Array;
  model: string;
}

export interface MeaningAsked {
  question: string;
  /** A text that might answer the question: what is like it is looked for in place of what is like the question. */
  hypothetical: string | undefined;
  turn: Turn;
}

/** Rejects where the endpoint is away, slow, or rests. */
export async function meaningsOf(
  { endpoint, instruction }: Embedding,
  resting: Resting,
  { question, hypothetical, turn }: MeaningAsked,
): Promise<Meanings> {
  if (resting.rests()) throw new Error('it failed only just');
  const asked = instruction + question;
  const texts = hypothetical === undefined ? [asked] : [hypothetical, asked];
  const vectors = await resting.unless(embed(endpoint, texts, turn.signal), turn.excuse);
  const [first = [], second = first] = vectors.map(unit);
  return {
    ofPassages: Float32Array.from(first),
    ofQuestions: Float32Array.from(second),
    model: await endpoint.modelName(),
  };
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
