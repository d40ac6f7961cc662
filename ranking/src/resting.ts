import { Refused } from './ranking-endpoint';

/** How long an endpoint is left alone that failed, in ms. */
const REST_MS = 30_000;

/** An endpoint that lets everybody wait who asks it. */
export interface Resting {
  /** Whether it failed only just: then it is better done without. */
  rests(): boolean;
  /**
   * What `asked` gives. Where that fails without being refused, the endpoint rests from then on: unless `excuse` is aborted by then,
   * because whoever asked has gone.
   */
  unless<T>(asked: Promise<T>, excuse?: AbortSignal): Promise<T>;
}

export function createResting(): Resting {
  let until = -Infinity;
  return {
    rests: () => performance.now() < until,
    unless: async (asked, excuse) => {
      try {
        return await asked;
      } catch (error) {
        // What one question is refused for says nothing about the next, nor that nobody waits for an answer.
        if (!(error instanceof Refused) && excuse?.aborted !== true) until = performance.now() + REST_MS;
        throw error;
      }
    },
  };
}
