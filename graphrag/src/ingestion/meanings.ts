import { embed, Refused, type RankingEndpoint } from '@huati/ranking';
import type { Place } from '@huati/shared';
import { pause } from '../pause';

/** So many texts are sent at once; endpoints take 32 as they come. */
const BATCH = 32;
/** How long a batch may take, in ms, and how long after a failure it is tried again. */
const BATCH_MS = 60_000;
const AGAIN_AFTER_MS = [500, 2_000];

/** What texts mean, by an endpoint: vectors of length one. */
export interface Meanings {
  /** In the order of `texts`; rejects where the endpoint fails again and again, or `signal` is aborted. */
  of(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

export function createMeanings(endpoint: RankingEndpoint): Meanings {
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
  return {
    of: async (texts, signal) => {
      const vectors: Float32Array[] = [];
      for (let at = 0; at < texts.length; at += BATCH) {
        vectors.push(...(await batch(texts.slice(at, at + BATCH), signal)).map(toLengthOne));
      }
      return vectors;
    },
  };
}

/** What of a chunk is embedded: what it is from says half of what it is about. */
export function toEmbed({ title, text, place }: { title: string; text: string; place: Place }): string {
  return [title, (place.headings ?? []).join(' > '), text].filter((part) => part !== '').join('\n');
}

export function toLengthOne(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, (value) => value / length);
}
