import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { PREFIX, type Redis } from './redis/connection';
import { Failure } from './failure';
import { addressKey } from './http/client-address';

/** Spans of time in which things are counted, in seconds. */
const SPANS = { minute: 60, hour: 3600 };
export type Span = keyof typeof SPANS;

/** Admits `key`, or rejects with `rate_limited` and how long to wait. */
export type Limit = (key: string) => Promise<void>;

/** A limit of `perMinute` a key; 0 admits all. With `redis` all processes count together, or alone while it is away. */
export function limitPerMinute(perMinute: number, what: string, redis?: Redis): Limit {
  return limitPer('minute', perMinute, what, redis);
}

/** The same for other spans of time. */
export function limitPer(span: Span, points: number, what: string, redis?: Redis): Limit {
  if (points === 0) return () => Promise.resolve();
  return limitTries(span, points, what, redis).admit;
}

/** The same for keys that are addresses: those of one network count together. */
export function perAddress(limit: Limit): Limit {
  return (address) => limit(addressKey(address));
}

/** Counts tries, of which only those are to count that fail: each is counted when it begins, so that none slips by. */
export interface Tries {
  admit: Limit;
  /** One that was admitted did not fail. */
  forgive(key: string): Promise<void>;
}

export function limitTries(span: Span, points: number, what: string, redis?: Redis): Tries {
  const alone = new RateLimiterMemory({ points, duration: SPANS[span] });
  const limiter = redis ? counted(redis, { points, duration: SPANS[span] }, what, alone) : alone;
  return {
    admit: async (key) => {
      try {
        await limiter.consume(key);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const allowed = `${points} ${span === 'hour' ? 'an' : 'a'} ${span} are allowed`;
        throw new Failure('rate_limited', `too many ${what}: ${allowed}`, { retryAfterMs: refusal.msBeforeNext });
      }
    },
    forgive: async (key) => {
      await limiter.reward(key, 1);
    },
  };
}

function counted(
  redis: Redis,
  count: { points: number; duration: number },
  what: string,
  alone: RateLimiterMemory,
): RateLimiterRedis {
  return new RateLimiterRedis({
    ...count,
    storeClient: redis.commands,
    useRedisPackage: true,
    keyPrefix: `${PREFIX}limit:${what}`,
    insuranceLimiter: alone,
  });
}
