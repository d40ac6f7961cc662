import { performance } from 'node:perf_hooks';
import type { ListedTopic, Page } from '@huati/shared';
import { openDatabase, type Database } from '../src/db/database';
import { api } from './client';
import { databases } from './databases';
import { storeTopic } from './filled';
import { startBff, type Bff } from './harness';

/** Times what `bench/topics.mjs` promises, and prints a row for each call. */
const TEXT = '人工智能正在改变我们的生活方式，从手机助手到自动驾驶汽车，越来越多的应用出现在日常生活中。'.repeat(4);
const LONG_ROUNDS = 2500;
const SMALL_TOPICS = 20;
const RUNS = 9;
const count = Number(process.argv[2] ?? 10_000);

const round = (n: number) => [`第 ${n} 问`, `第 ${n} 答。${TEXT}`] as const;

async function fill(database: Database, userId: string, topics: number, rounds: number): Promise<string> {
  const long = await storeTopic(
    database,
    userId,
    Array.from({ length: rounds }, (_, n) => round(n)),
    '很长的话题',
  );
  for (let n = 1; n < topics; n += 1) {
    await storeTopic(database, userId, [round(n), [`追问 ${n}`, n === 7 ? `独一无二。${TEXT}` : TEXT]], `话题 ${n}`);
  }
  return long;
}

/** Median and longest of some runs, in ms. */
async function timed(bff: Bff, token: string, path: string): Promise<{ median: number; most: number }> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const since = performance.now();
    let cursor: string | null = null;
    // A search leads on until it has something, or is over.
    do {
      const { status, body } = await api(bff.url, token, cursor === null ? path : `${path}&cursor=${cursor}`);
      if (status !== 200) throw new Error(`${path}: ${status}`);
      const page = body as Page<ListedTopic>;
      cursor = path.includes('q=') && page.items.length === 0 ? page.nextCursor : null;
    } while (cursor !== null);
    times.push(performance.now() - since);
  }
  times.sort((a, b) => a - b);
  return { median: times[RUNS >> 1] ?? 0, most: times.at(-1) ?? 0 };
}

for (const { name, prepare } of databases) {
  const bff = await startBff({ ...(await prepare()), REQUESTS_PER_MINUTE: '0' });
  const database = await openDatabase(bff.env.DATABASE_URL ?? '');
  const person = async (device: string, topics: number, rounds: number) => {
    const token = await bff.token(device);
    const { id } = (await api(bff.url, token, '/api/me')).body as { id: string };
    const long = await fill(database, id, topics, rounds);
    const old = (await api(bff.url, token, `/api/topics/${long}/messages?limit=200`)).body as Page<{ id: string }>;
    return { token, long, message: old.items[0]?.id ?? '' };
  };
  const since = performance.now();
  const small = await person('small', SMALL_TOPICS, SMALL_TOPICS);
  const large = await person('large', count, LONG_ROUNDS);
  process.stdout.write(`\n${name}: ${count} topics, ${LONG_ROUNDS * 2} messages in one, `);
  process.stdout.write(`stored in ${((performance.now() - since) / 1000).toFixed(0)} s\n`);
  const paths: [string, (who: typeof small) => string][] = [
    ['first page of topics', () => '/api/topics?limit=50'],
    ['newest messages of the long one', ({ long }) => `/api/topics/${long}/messages?branch=shown`],
    ['around an older message', ({ long, message }) => `/api/topics/${long}/messages?branch=shown&around=${message}`],
    ['search, many hits', () => '/api/topics?q=智能&limit=20'],
    ['search, one hit far back', () => '/api/topics?q=独一无二&limit=20'],
    ['search, no hit', () => '/api/topics?q=没有这个词&limit=20'],
  ];
  for (const [what, path] of paths) {
    const [base, ours] = [await timed(bff, small.token, path(small)), await timed(bff, large.token, path(large))];
    const ratio = (ours.median / base.median).toFixed(1);
    process.stdout.write(
      `  ${what.padEnd(34)} ${ours.median.toFixed(1).padStart(7)} ms, at most ${ours.most.toFixed(1).padStart(7)} ms, ` +
        `${ratio.padStart(6)}x somebody with ${SMALL_TOPICS} topics\n`,
    );
  }
  await database.close();
  await bff.close();
}
process.exit(0);
