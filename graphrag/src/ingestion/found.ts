import type { Chunk, Facts } from '../domain';

/** What was found in a chunk, and how much was not taken, by why. */
export interface Found {
  facts: Facts;
  dropped: Record<string, number>;
}

/** Finds entities and relations in a chunk. Rejects where it cannot be done now, or `signal` is aborted. */
export type Finder = (chunk: Chunk, signal: AbortSignal) => Promise<Found>;

/** How often each reason came. */
export function counted(reasons: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
