import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { PREFIX, type Redis } from './redis/connection';
import { Failure } from './failure';

const MINUTE_S = 60;

/** Admits `key`, or rejects with `rate_limited` and how long to wait. */
export type Limit = (key: string) => Promise<void>;

/** A limit of `perMinute` a key; 0 admits all. With `redis` all processes count together, or alone while it is away. */
export function limitPerMinute(perMinute: number, what: string, redis?: Redis): Limit {
  if (perMinute === 0) return () => Promise.resolve();
  const alone = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S });
  const limiter = redis ? counted(redis, perMinute, what, alone) : alone;
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

function counted(redis: Redis, points: number, what: string, alone: RateLimiterMemory): RateLimiterRedis {
  return new RateLimiterRedis({
    storeClient: redis.commands,
    useRedisPackage: true,
    keyPrefix: `${PREFIX}limit:${what}`,
    points,
    duration: MINUTE_S,
    insuranceLimiter: alone,
  });
}
