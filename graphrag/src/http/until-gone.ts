import type { Response } from 'express';

/** Aborted as soon as whoever asked is gone, or after `ms`. */
export function untilGone(res: Response, ms: number): AbortSignal {
  const gone = new AbortController();
  res.once('close', () => gone.abort(new Error('nobody waits for the answer any more')));
  return AbortSignal.any([gone.signal, AbortSignal.timeout(ms)]);
}
