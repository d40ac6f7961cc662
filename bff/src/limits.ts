import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from './failure';

const MINUTE_S = 60;

/** Admits `key`, or rejects with `rate_limited` and how long to wait. */
export type Limit = (key: string) => Promise<void>;

/** A limit of `perMinute` a key; 0 admits all. */
export function limitPerMinute(perMinute: number, what: string): Limit {
  if (perMinute === 0) return () => Promise.resolve();
  const limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new Failure('rate_limited', `too many ${what}: ${perMinute} a minute are allowed`, {
        retryAfterMs: refusal.msBeforeNext,
      });
    }
  };
}
