import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pause } from '../src/pause';
import { api, connect, type TestClient } from './client';
import { testRedisUrl } from './config';
import { databases } from './databases';
import { startBff, startSecond, type Bff } from './harness';
import { startProcess } from './process';
import { asked, shareLive, stallMeter, view } from './viewing';

const TEXT = '两台机器一起放给大家看😀。'.repeat(100);
const DONE_MS = 60_000;

const redisUrl = testRedisUrl();
const ways = databases.flatMap(({ name, prepare }) => [
  { name: `${name} alone`, prepare },
  ...(redisUrl === undefined
    ? []
    : [{ name: `${name} and Redis`, prepare: async () => ({ ...(await prepare()), REDIS_URL: redisUrl }) }]),
]);

describe.each(ways)('a live share of two processes on $name', ({ name, prepare }) => {
  let one: Bff;
  let two: Bff;
  let owner: TestClient;
  beforeEach(async () => {
    const env = { ASKS_PER_MINUTE: '0', REQUESTS_PER_MINUTE: '0', LLM_TITLES: 'off', ...(await prepare()) };
    one = await startBff(env, { text: TEXT, tokensPerSecond: 100 });
    two = await startSecond(one);
    owner = await one.client(randomUUID());
  });
  afterEach(async () => {
    await two.close();
    await one.close();
  });

  const shared = async () => {
    one.model.plan({ text: '先前' });
    const first = await asked(owner, '先前的问题');
    await owner.done(first.answerId);
    return { topicId: first.topicId, share: await shareLive(one, owner.token, first.topicId) };
  };

  it('is shown on the other word by word, and ends there within a second', async () => {
    const { topicId, share } = await shared();
    const viewer = await view(two, { shareId: share.id });
    const { answerId } = await asked(owner, '现在', topicId);
    await vi.waitFor(() => expect(viewer.lastOf('changed')?.answerId).toBe(answerId), { timeout: 10_000 });
    const ref = viewer.lastOf('changed')?.ref ?? 0;
    await vi.waitFor(() => expect(viewer.text(ref).length).toBeGreaterThan(100), { timeout: 10_000 });
    expect(TEXT.startsWith(viewer.text(ref))).toBe(true);
    await api(one.url, owner.token, `/api/shares/${share.id}`, { method: 'DELETE' });
    // From when it was so on the server: how long the call took is nothing of it.
    const meter = stallMeter();
    await vi.waitFor(() => expect(viewer.lastOf('ended')).toBeDefined(), { interval: 5, timeout: 10_000 });
    expect(meter.elapsed() - meter.lost()).toBeLessThan(1000);
    meter.stop();
    const until = viewer.events.length;
    await pause(1200);
    expect(viewer.events.slice(until)).toEqual([]);
    expect(await viewer.call('follow', { answerId, offset: 0 })).toMatchObject({ error: { code: 'not_found' } });
    viewer.socket.disconnect();
  });

  it.skipIf(!name.includes('Redis'))('counts all who watch it, wherever they are', async () => {
    const { topicId, share } = await shared();
    const viewers = [await view(one, { shareId: share.id }), await view(two, { shareId: share.id })];
    for (const viewer of viewers) {
      await vi.waitFor(() => expect(viewer.lastOf('viewers')?.viewers).toBe(2), { timeout: 10_000 });
    }
    await vi.waitFor(() => expect(owner.topics().at(-1)).toEqual({ topicId, viewers: 2 }), { timeout: 10_000 });
    viewers[1]?.socket.disconnect();
    await vi.waitFor(() => expect(viewers[0]?.lastOf('viewers')?.viewers).toBe(1), { timeout: 10_000 });
    viewers[0]?.socket.disconnect();
  });

  // Each takeover waits for a lease: once on each database, once with Redis and once without, tells all.
  const both = redisUrl !== undefined && name.startsWith('SQLite') === name.includes('Redis');
  it.skipIf(both)(
    'goes on where its viewers’ and its writer’s process is killed, and is whole',
    async () => {
      const { topicId, share } = await shared();
      const third = await startProcess(one);
      const [writer, watcher] = [await connect(third.url, owner.token), await view(third, { shareId: share.id })];
      const { answerId } = await asked(writer, '杀掉它', topicId);
      await vi.waitFor(() => expect(watcher.lastOf('changed')?.answerId).toBe(answerId), { timeout: 10_000 });
      const ref = watcher.lastOf('changed')?.ref ?? 0;
      await vi.waitFor(() => expect(watcher.text(ref).length).toBeGreaterThan(150), { interval: 5, timeout: 10_000 });
      await third.kill();
      const held = watcher.text(ref);
      const viewer = await view(two, { shareId: share.id, answerId, offset: held.length });
      const { offset = 0, ref: here = 0 } = viewer.watched;
      await vi.waitFor(() => expect(viewer.events.map(({ name: event }) => event)).toContain('done'), {
        timeout: DONE_MS,
      });
      // What it was told to forget is told again.
      expect(held.slice(0, offset) + viewer.text(here).slice(offset)).toBe(TEXT);
      viewer.socket.disconnect();
      writer.socket.disconnect();
    },
    90_000,
  );
});
