import { Failure } from '../../failure';
import { remember } from '../../remember';
import type { Model, ModelRequest, PromptMessage } from './model';

/** How long it is believed that a model takes no more pictures than that, in ms: another may be served under its name. */
const KEPT_MS = 600_000;
/** Models that are remembered: people may name any. */
const MODELS = 100;

export type FewerPictures = Pick<Model, 'stream' | 'mostPictures'>;

/**
 * Asks once more with a single picture, then with none, where an endpoint refuses a request that may go with fewer: some take one
 * a request (older vLLM), some only certain sizes. Without this the pictures of a topic, which go with all of its
 * questions, would make it unusable.
 */
export function createFewerPictures(stream: Model['stream']): FewerPictures {
  const models = new Map<string | undefined, { most: number; until: number }>();

  const mostPictures: Model['mostPictures'] = (name) => {
    const known = models.get(name);
    return known && Date.now() < known.until ? known.most : Infinity;
  };

  return {
    mostPictures,
    stream: async (request, take) => {
      const had = request.fewerPictures ? picturesIn(request) : 0;
      if (had === 0) return stream(request, take);
      const state = { began: false, refused: false };
      for (let count = Math.min(had, mostPictures(request.model)); ; count = count > 1 ? 1 : 0) {
        try {
          await stream(withPictures(request, count), (event) => {
            if (!state.began && state.refused) {
              remember(models, request.model, { most: count, until: Date.now() + KEPT_MS }, MODELS);
            }
            state.began = true;
            take(event);
          });
          return;
        } catch (error) {
          if (state.began || count === 0 || !(error instanceof Failure) || error.reason !== 'rejected') throw error;
          state.refused = true;
        }
      }
    },
  };
}

function picturesIn({ messages }: ModelRequest): number {
  return messages.reduce((sum, { pictures = [] }) => sum + pictures.length, 0);
}

/** The request with the first `count` of its pictures. */
function withPictures(request: ModelRequest, count: number): ModelRequest {
  let left = count;
  const messages = request.messages.map(({ pictures = [], ...message }): PromptMessage => {
    const kept = pictures.slice(0, left);
    left -= kept.length;
    return { ...message, ...(kept.length > 0 && { pictures: kept }) };
  });
  return { ...request, messages };
}
