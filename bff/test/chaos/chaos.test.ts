import { describe, expect, it } from 'vitest';
import { chaosSeed, testRedisUrl } from '../config';
import { databases } from '../databases';
import { deploy, type DeploymentOptions } from './deployment';
import { forgetting, killing, sleeping } from './disasters';
import { hasRedis, startRedis, type OwnRedis } from './own-redis';
import { storm, type Storm, type StormOptions } from './storm';

const LIMIT_MS = 240_000;
const seed = chaosSeed();
const redisUrl = testRedisUrl();

async function run(options: DeploymentOptions, weather: Omit<StormOptions, 'seed'>): Promise<Storm> {
  const deployment = await deploy(options);
  try {
    const result = await storm(deployment, { seed, ...weather });
    const { violations, missing, extra, differing } = result;
    expect({ seed, violations, missing, extra, differing }).toEqual({
      seed,
      violations: [],
      missing: 0,
      extra: 0,
      differing: 0,
    });
    expect(result.complete + result.stopped).toBe(weather.answers);
    return result;
  } finally {
    await deployment.close();
  }
}

describe('answers over links that are cut, freeze and crawl', () => {
  it(
    'are exact, and each is one generation',
    async () => {
      const deployment = await deploy({ processes: 1 });
      const result = await storm(deployment, { seed, answers: 120, atOnce: 30 });
      const generations = deployment.model.completions().length;
      await deployment.close();
      expect(result).toMatchObject({ answers: 120, violations: [], missing: 0, extra: 0, differing: 0 });
      expect(result.cuts + result.freezes).toBeGreaterThan(100);
      expect(generations).toBe(120);
    },
    LIMIT_MS,
  );
});

describe.each(databases)('answers of processes that die, on $name', ({ prepare }) => {
  it(
    'are written on to their exact end by the next start of a single process',
    async () => {
      const { DATABASE_URL: databaseUrl } = await prepare();
      const result = await run({ processes: 1, databaseUrl }, { answers: 60, atOnce: 15, disasters: killing(0.7) });
      expect(result.disasters).toBeGreaterThan(1);
    },
    LIMIT_MS,
  );

  it.skipIf(redisUrl === undefined)(
    'are written on by another process of several, wherever the phones have moved meanwhile',
    async () => {
      const { DATABASE_URL: databaseUrl } = await prepare();
      const result = await run(
        { processes: 2, databaseUrl, redisUrl },
        { answers: 60, atOnce: 20, disasters: killing(0.6) },
      );
      expect(result.disasters).toBeGreaterThan(1);
      expect(result.moves).toBeGreaterThan(10);
    },
    LIMIT_MS,
  );
});

describe.skipIf(!hasRedis())('answers of two processes', () => {
  const two = async (weather: (redis: OwnRedis) => Omit<StormOptions, 'seed'>): Promise<Storm> => {
    const redis = await startRedis();
    try {
      return await run({ processes: 2, redisUrl: redis.url, tokensPerSecond: 100 }, weather(redis));
    } finally {
      redis.close();
    }
  };

  it(
    'lose nothing where Redis forgets everything in the middle of them',
    async () => {
      const result = await two((redis) => ({ answers: 40, atOnce: 20, disasters: forgetting(redis) }));
      expect(result.disasters).toBeGreaterThan(1);
    },
    LIMIT_MS,
  );

  it(
    'have one writer at a time, also where the first one wakes up after its lease',
    async () => {
      const result = await two(() => ({ answers: 24, atOnce: 12, disasters: sleeping() }));
      expect(result.disasters).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );
});
