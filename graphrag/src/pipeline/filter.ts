import type { Alike } from '../stores/chunk-store';

/**
 * Those that are like enough. The threshold is a cosine: it says nothing about scores of other kinds, so that what the graph
 * or the words have found is not measured by it.
 */
export function likeEnough(found: readonly Alike[], threshold: number): Alike[] {
  return found.filter(({ cosine }) => cosine >= threshold);
}
