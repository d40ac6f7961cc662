import type { SourcesEvent } from '@huati/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from './client';
import { testRedisUrl } from './config';
import { databases } from './databases';
import { closedGate } from './gate';
import { startBff, startSecond, type Bff } from './harness';

const TEXT = '走到哪里都接着读😀。'.repeat(60);

const redisUrl = testRedisUrl();
describe.skipIf(redisUrl === undefined).each(databases)('two processes on $name and Redis', ({ prepare }) => {
  let one: Bff;
  let two: Bff;
  beforeEach(async () => {
    one = await startBff({ ...(await prepare()), REDIS_URL: redisUrl ?? '' }, { text: TEXT, tokensPerSecond: 150 });
    two = await startSecond(one);
  });
  afterEach(async () => {
    await two.close();
    await one.close();
  });

  it('let one answer be followed on the other, from any offset, to its very end', async () => {
    const [asker, reader] = [await one.client(), await two.client()];
    const asked = await asker.ask('一边问，一边读');
    await vi.waitFor(() => expect(asker.text(asked.ref).length).toBeGreaterThan(30), { interval: 5 });
    const held = asker.text(asked.ref);
    asker.socket.disconnect();
    const { ref, status, offset, text } = await reader.follow(asked.answerId, held.length);
    // All that a phone was shown anywhere is there everywhere.
    expect([status, offset]).toEqual(['streaming', held.length]);
    expect(TEXT.startsWith(held + text)).toBe(true);
    await vi.waitFor(() => expect(reader.text(ref).length).toBeGreaterThan(held.length + 100), { interval: 5 });
    expect(await reader.done(asked.answerId)).toMatchObject({ status: 'complete', length: TEXT.length });
    expect(held + reader.text(ref).slice(held.length)).toBe(TEXT);
  });

  it('stop it from either, and tell both of questions, titles and deletions', async () => {
    const [asker, reader] = [await one.client(), await two.client()];
    const { answerId, topicId } = await asker.ask('停得住吗');
    await vi.waitFor(() => expect(reader.topics()).toMatchObject([{ topicId }]));
    expect(await reader.call('stop', { answerId })).toMatchObject({ ok: true, status: 'stopped' });
    expect(await asker.done(answerId)).toMatchObject({ status: 'stopped' });

    await api(two.url, reader.token, `/api/topics/${topicId}`, { method: 'PATCH', body: { title: '改了' } });
    await vi.waitFor(() => expect(asker.topics().at(-1)).toMatchObject({ topic: { title: '改了' } }));
    await api(one.url, asker.token, `/api/topics/${topicId}`, { method: 'DELETE' });
    await vi.waitFor(() => expect(reader.topics().at(-1)).toEqual({ topicId, deleted: true }));
  });

  it('tell on the other what a tool has found before the words that come of it', async () => {
    const [asker, reader] = [await one.client(), await two.client()];
    const followed = closedGate();
    one.model.plan({
      text: '我算一下。',
      toolCalls: [{ name: 'calculator', arguments: { expression: '12800 * 3.5%' } }],
      held: () => followed.opened,
    });
    one.model.plan({ text: '是 448 元，已经算好。'.repeat(10), tokensPerSecond: 60 });
    const { answerId } = await asker.ask('12800 元的 3.5% 是多少元？');
    const { ref } = await reader.follow(answerId, 0);
    followed.open();
    await reader.done(answerId);
    expect(reader.text(ref)).toContain('448');
    const found = reader.events.findIndex(
      ({ name, args: [told] }) => name === 'sources' && 'steps' in (told as SourcesEvent),
    );
    const before = reader.events.slice(0, Math.max(0, found)).filter(({ name }) => name === 'delta');
    expect(found).toBeGreaterThan(-1);
    expect(JSON.stringify(before)).not.toContain('是');
  });

  it('start one generation for an askId that reaches both at once', async () => {
    const [a, b] = [await one.client(), await two.client()];
    const asks = await Promise.all([a.ask('同时', { askId: 'same' }), b.ask('同时', { askId: 'same' })]);
    expect(asks[0].answerId).toBe(asks[1].answerId);
    await b.done(asks[0].answerId);
    expect(b.text(asks[1].ref)).toBe(TEXT);
    expect(one.model.completions()).toHaveLength(1);
  });

  it('hand an answer over when one goes down, and its clients with it', async () => {
    const [asker, reader] = [await one.client(), await two.client()];
    const { answerId, ref } = await asker.ask('别断');
    await vi.waitFor(() => expect(asker.text(ref).length).toBeGreaterThan(30), { interval: 5 });
    const { ref: here } = await reader.follow(answerId, 0);
    await one.restart();
    expect(asker.socket.connected).toBe(false);
    expect(await reader.done(answerId)).toMatchObject({ status: 'complete', length: TEXT.length });
    expect(reader.text(here)).toBe(TEXT);
    expect(TEXT.startsWith(asker.text(ref))).toBe(true);
  });

  it('count the questions of one user together', async () => {
    await two.close();
    two = await startSecond(one, { ASKS_PER_MINUTE: '2' });
    const [a, b] = [await two.client('counted'), await two.client('counted')];
    await a.ask('一');
    await b.ask('二');
    expect(await a.call('ask', { askId: 'third', text: '三' })).toMatchObject({ error: { code: 'rate_limited' } });
  });
});
