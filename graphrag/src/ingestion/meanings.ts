import { createResting, embed, Refused, type RankingEndpoint } from '@huati/ranking';
import type { Place } from '@huati/shared';
import type { Logger } from '../logger';
import { pause } from '../pause';

/** So many texts are sent at once; endpoints take 32 as they come. */
const BATCH = 32;
/** How long a batch may take, in ms, and how long after a failure it is tried again. */
const BATCH_MS = 60_000;
const AGAIN_AFTER_MS = [500, 2_000];

/** What texts mean, by an endpoint: vectors of length one. */
export interface Meanings {
  /**
   * In the order of `texts`; rejects where the endpoint fails again and again, at once where it has only just done so, and where
   * `signal` is aborted.
   */
  of(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

/** An endpoint that fails is left alone for a while, which is told once: every document would wait for it again. */
export function createMeanings(endpoint: RankingEndpoint, logger: Pick<Logger, 'warn'>): Meanings {
  const resting = createResting();
  let isTold = false;
  const batch = async (texts: readonly string[], signal: AbortSignal): Promise<number[][]> => {
    for (const waitMs of AGAIN_AFTER_MS) {
      try {
        return await embed(endpoint, texts, AbortSignal.any([signal, AbortSignal.timeout(BATCH_MS)]));
      } catch (error) {
        signal.throwIfAborted();
        // The same again would be refused again.
        if (error instanceof Refused) throw error;
        await pause(waitMs, signal);
      }
    }
    return embed(endpoint, texts, AbortSignal.any([signal, AbortSignal.timeout(BATCH_MS)]));
  };
  const all = async (texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> => {
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += BATCH) {
      vectors.push(...(await batch(texts.slice(at, at + BATCH), signal)).map(toLengthOne));
    }
    return vectors;
  };
  return {
    of: async (texts, signal) => {
      if (resting.rests()) throw new Error('the embedding endpoint failed only just');
      try {
        const vectors = await resting.unless(all(texts, signal), signal);
        isTold = false;
        return vectors;
      } catch (error) {
        if (resting.rests() && !isTold) {
          isTold = true;
          logger.warn({ err: error }, 'the embedding endpoint fails: texts are found by their words until it answers');
        }
        throw error;
      }
    },
  };
}

/** How loudly it is told that meanings are missing: that the endpoint fails altogether was told already, when it began to. */
export function loudness(error: unknown): 'warn' | 'debug' {
  return error instanceof Refused ? 'warn' : 'debug';
}

/** What of a chunk is embedded: what it is from says half of what it is about. */
export function toEmbed({ title, text, place }: { title: string; text: string; place: Place }): string {
  return [title, (place.headings ?? []).join(' > '), text].filter((part) => part !== '').join('\n');
}

export function toLengthOne(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, (value) => value / length);
}
