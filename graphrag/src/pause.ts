import { setTimeout } from 'node:timers/promises';

/** Resolves after `ms`; rejects as soon as `signal` is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal });
}
