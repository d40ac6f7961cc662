import { randomUUID } from 'node:crypto';
import type { Asked, OwnShare, Page, SourcesEvent, TopicEvent } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pause } from '../src/pause';
import { api, connect, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { uploaded } from './uploads';
import { asked, readShare, shareLive, stallMeter, view } from './viewing';

/** Time is no claim where this is waited. */
const WAIT_MS = 10_000;
const TEXT = '大家一起看着它写出来😀，一字不差。'.repeat(40);

describe.each(databases)('live shares on $name', ({ prepare }) => {
  let bff: Bff;
  let owner: TestClient;
  beforeAll(async () => {
    bff = await startBff({ ASKS_PER_MINUTE: '0', REQUESTS_PER_MINUTE: '0', LLM_TITLES: 'off', ...(await prepare()) });
  });
  afterAll(() => bff.close());
  beforeEach(async () => {
    bff.model.clear();
    bff.model.setDefault({ text: TEXT, reasoning: '不给人看的思路', tokensPerSecond: 80 });
    owner = await bff.client(randomUUID());
  });

  const call = (path: string, init: { method?: string; body?: unknown } = {}) => api(bff.url, owner.token, path, init);
  const quick = () => bff.model.setDefault({ answer: (question) => `答${question}` });
  /** A topic with one answer, shared live. */
  const shared = async (more = {}) => {
    bff.model.plan({ text: '先前的回答' });
    const first = await asked(owner, '先前的问题');
    await owner.done(first.answerId);
    return { ...first, share: await shareLive(bff, owner.token, first.topicId, more) };
  };

  it('show a running answer to whoever joins, from the start or in the middle, by one run of the model', async () => {
    const { topicId, questionId, answerId: before, share } = await shared();
    const early = await view(bff, { shareId: share.id });
    expect(early.watched).toMatchObject({
      title: '先前的问题',
      ids: [questionId, before],
      answerId: before,
      status: 'complete',
      text: '先前的回答',
    });
    const runs = bff.model.completions().length;
    const running = await asked(owner, '现在的问题', topicId);
    await vi.waitFor(() => expect(early.lastOf('changed')?.answerId).toBe(running.answerId), {
      interval: 5,
      timeout: WAIT_MS,
    });
    const { ref = 0, ids, messages } = early.lastOf('changed') ?? {};
    expect(ids).toEqual([questionId, before, running.questionId, running.answerId]);
    expect(messages?.map(({ text }) => text)).toEqual(['现在的问题', '']);
    await vi.waitFor(() => expect(early.text(ref).length).toBeGreaterThan(50), { interval: 5, timeout: WAIT_MS });

    const [read] = (await readShare(bff, share.id)).messages.slice(-1);
    if (!read) throw new Error('nothing is shown');
    expect(read).toMatchObject({ id: running.answerId, status: 'streaming' });
    expect(TEXT.startsWith(read.text)).toBe(true);
    const late = await view(bff, { shareId: share.id, answerId: running.answerId, offset: read.text.length });
    expect(late.watched).toMatchObject({ answerId: running.answerId, status: 'streaming', offset: read.text.length });

    for (const viewer of [early, late]) {
      expect(await viewer.done(running.answerId)).toEqual({
        answerId: running.answerId,
        length: TEXT.length,
        status: 'complete',
      });
      const told = JSON.stringify([viewer.watched, viewer.events]);
      for (const hidden of ['不给人看的思路', topicId, 'usage', 'window']) {
        expect(told).not.toContain(hidden);
      }
    }
    expect(early.text(ref)).toBe(TEXT);
    const held = read.text + (late.watched.text ?? '');
    expect(TEXT.startsWith(held)).toBe(true);
    expect(held + late.text(late.watched.ref ?? 0).slice(held.length)).toBe(TEXT);
    // Frames of what was held already are not sent again.
    const offsets = late.events.filter(({ name }) => name === 'delta').map(({ args }) => args[1] as number);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(held.length);
    expect(bff.model.completions().length - runs).toBe(1);
    await owner.done(running.answerId);
    expect(owner.text(running.ref)).toBe(TEXT);
    expect(owner.reasoning(running.ref)).toBe('不给人看的思路');
    for (const viewer of [early, late]) viewer.socket.disconnect();
  });

  it('give exactly the rest to one who comes back, fifty times at any offset', async () => {
    const text = '断了再连，接着看😀。'.repeat(100);
    bff.model.setDefault({ text, tokensPerSecond: 100 });
    const { topicId, share } = await shared();
    const { answerId } = await asked(owner, '很长的回答', topicId);
    let held = '';
    let cuts = 0;
    let midway = 0;
    for (let isOver = false; !isOver; cuts += 1) {
      const back = Math.min(held.length, Math.floor(Math.random() * 3) * 7);
      const from = held.slice(0, held.length - back);
      const viewer = await view(bff, { shareId: share.id, answerId, offset: from.length });
      const { ref = 0, offset = 0, status } = viewer.watched;
      if (status === 'streaming') midway += 1;
      expect(viewer.watched.answerId).toBe(answerId);
      expect(offset).toBeLessThanOrEqual(from.length);
      if (cuts < 50) await pause(Math.random() * 40);
      else if (status === 'streaming') await viewer.done(answerId);
      viewer.socket.disconnect();
      held = from.slice(0, offset) + viewer.text(ref).slice(offset);
      expect(text.startsWith(held)).toBe(true);
      isOver = cuts >= 50;
    }
    expect(held).toBe(text);
    expect(midway).toBeGreaterThan(20);
  }, 60_000);

  it('follow edits, other answers, chosen branches and titles', async () => {
    quick();
    const { topicId, questionId, answerId, share } = await shared();
    const viewer = await view(bff, { shareId: share.id });
    const latest = () => viewer.lastOf('changed');
    const edited = (await owner.call('edit', { askId: randomUUID(), questionId, text: '改过' })) as unknown as Asked;
    await vi.waitFor(() => expect(latest()?.ids).toEqual([edited.questionId, edited.answerId]), { timeout: WAIT_MS });
    await owner.done(edited.answerId);
    await vi.waitFor(
      async () => {
        const texts = (await readShare(bff, share.id)).messages.map(({ text }) => text);
        expect(texts).toEqual(['改过', '答改过']);
      },
      { timeout: WAIT_MS },
    );
    const again = (await owner.call('regenerate', {
      askId: randomUUID(),
      answerId: edited.answerId,
    })) as unknown as Asked;
    await vi.waitFor(() => expect(latest()?.ids).toEqual([edited.questionId, again.answerId]), { timeout: WAIT_MS });
    await owner.done(again.answerId);
    await call(`/api/topics/${topicId}/branch`, { method: 'PUT', body: { messageId: answerId } });
    await vi.waitFor(() => expect(latest()).toMatchObject({ ids: [questionId, answerId] }), { timeout: WAIT_MS });
    expect(latest()?.messages.map(({ text }) => text)).toEqual(['先前的问题', '先前的回答']);
    await call(`/api/topics/${topicId}`, { method: 'PATCH', body: { title: '新的名字' } });
    await vi.waitFor(() => expect(latest()).toMatchObject({ title: '新的名字', messages: [] }), { timeout: WAIT_MS });
    viewer.socket.disconnect();
  });

  it('cut viewers within a second of a revocation, also where nothing but the database tells of it', async () => {
    const { kysely } = await bff.database();
    const cut = async (way: string, { topicId, share }: Awaited<ReturnType<typeof shared>>) => {
      const { answerId } = await asked(owner, '看到一半', topicId);
      const viewer = await view(bff, { shareId: share.id });
      const deltas = () => viewer.events.filter(({ name }) => name === 'delta').length;
      await vi.waitFor(() => expect(deltas()).toBeGreaterThan(2), { timeout: WAIT_MS });
      if (way === 'revoked') await call(`/api/shares/${share.id}`, { method: 'DELETE' });
      if (way === 'deleted topic') await call(`/api/topics/${topicId}`, { method: 'DELETE' });
      if (way === 'deleted row') await kysely.deleteFrom('shares').where('id', '=', share.id).execute();
      if (way === 'expired') {
        await kysely.updateTable('shares').set({ expires_at: 1 }).where('id', '=', share.id).execute();
      }
      // From when it was so on the server: how long the call took is nothing of it.
      const meter = stallMeter();
      await vi.waitFor(() => expect(viewer.lastOf('ended')).toBeDefined(), { interval: 5, timeout: WAIT_MS });
      expect(meter.elapsed() - meter.lost()).toBeLessThan(1000);
      meter.stop();
      const until = viewer.events.length;
      await pause(400);
      expect(viewer.events.slice(until)).toEqual([]);
      expect(await viewer.call('follow', { answerId, offset: 0 })).toMatchObject({ error: { code: 'not_found' } });
      expect(await viewer.call('watch', { shareId: share.id })).toMatchObject({ error: { code: 'not_found' } });
      if (way !== 'deleted topic') await owner.call('stop', { answerId });
      viewer.socket.disconnect();
    };
    const ways = ['revoked', 'deleted row', 'expired', 'deleted topic'];
    const shares: Awaited<ReturnType<typeof shared>>[] = [];
    for (let made = 0; made < ways.length; made += 1) shares.push(await shared());
    await Promise.all(shares.map((each, at) => cut(ways[at] ?? '', each)));
  }, 30_000);

  it('refuse what is no live share, what is locked, and all else to whoever has no session', async () => {
    quick();
    const { topicId, answerId, questionId } = await shared();
    const viewer = await connect(bff.url);
    const code = async (event: string, payload: unknown) => {
      const result = await viewer.call(event, payload);
      return result.ok ? 'ok' : result.error.code;
    };
    const snapshot = await shareLive(bff, owner.token, topicId, { live: false });
    expect(await code('watch', { shareId: snapshot.id })).toBe('invalid');
    expect(await code('watch', { shareId: randomUUID() })).toBe('not_found');
    expect(await code('watch', {})).toBe('invalid');
    expect(await code('ask', { askId: randomUUID(), text: '问' })).toBe('unauthorized');
    expect(await code('edit', { askId: randomUUID(), questionId, text: '问' })).toBe('unauthorized');
    expect(await code('stop', { answerId })).toBe('unauthorized');
    expect(await code('follow', { answerId, offset: 0 })).toBe('not_found');

    const locked = await shareLive(bff, owner.token, topicId, { password: '开门开门开门' });
    expect(await code('watch', { shareId: locked.id })).toBe('password_required');
    expect(await code('watch', { shareId: locked.id, pass: 'x' })).toBe('password_required');
    expect(viewer.events).toEqual([]);
    const unlocked = await api(bff.url, undefined, `/api/shares/${locked.id}/unlock`, {
      method: 'POST',
      body: { password: '开门开门开门' },
    });
    const { pass } = unlocked.body as { pass: string };
    expect(await viewer.call('watch', { shareId: locked.id, pass })).toMatchObject({ ok: true, answerId });
    expect(await viewer.call('follow', { answerId, offset: 2 })).toMatchObject({ ok: true, text: '的回答'.slice(-3) });
    // Its owner needs none, and has more of the answer by their own right.
    expect(await owner.call('watch', { shareId: locked.id })).toMatchObject({ ok: true, viewers: 1 });
    expect(await owner.call('follow', { answerId, offset: 0 })).toMatchObject({ ok: true, usage: {} });
    expect(await viewer.call('unwatch', { shareId: locked.id })).toMatchObject({ ok: true });
    expect(await code('follow', { answerId, offset: 0 })).toBe('not_found');
    viewer.socket.disconnect();
  });

  it('count who watches, for them and for the owner', async () => {
    quick();
    const { topicId, share } = await shared();
    const first = await view(bff, { shareId: share.id });
    const second = await view(bff, { shareId: share.id });
    // Once a connection, however often it asks, and without the owner.
    await second.call('watch', { shareId: share.id });
    await owner.call('watch', { shareId: share.id });
    const viewersTold = () =>
      (owner.topics() as (TopicEvent & { viewers?: number })[]).filter(({ viewers }) => viewers !== undefined).at(-1);
    await vi.waitFor(() => expect(first.lastOf('viewers')?.viewers).toBe(2), { timeout: WAIT_MS });
    await vi.waitFor(() => expect(viewersTold()).toEqual({ topicId, viewers: 2 }), { timeout: WAIT_MS });
    const { items } = (await call('/api/shares')).body as Page<OwnShare>;
    expect(items.find(({ id }) => id === share.id)).toMatchObject({ viewers: 2 });
    second.socket.disconnect();
    await vi.waitFor(() => expect(first.lastOf('viewers')?.viewers).toBe(1), { timeout: WAIT_MS });
    await first.call('unwatch', { shareId: share.id });
    await vi.waitFor(() => expect(viewersTold()).toEqual({ topicId, viewers: 0 }), { timeout: WAIT_MS });
    await owner.call('unwatch', { shareId: share.id });
    first.socket.disconnect();
  });

  it('tell of sources those that are cited, whole, before the end', async () => {
    const { topicId, share } = await shared();
    const viewer = await view(bff, { shareId: share.id });
    const kept = await uploaded(bff, owner.token, '合同.txt', '违约金为合同总额的百分之五。');
    const secret = await uploaded(bff, owner.token, '工资.txt', '张三的工资是一万元。');
    bff.model.plan({ text: `违约金是百分之五[1]。${'再说几句。'.repeat(30)}`, tokensPerSecond: 40 });
    const { answerId } = await owner.ask('违约金是多少？', { topicId, attachmentIds: [kept.id, secret.id] });
    await viewer.done(answerId);
    const all = viewer.events.filter(({ name }) => name === 'sources').map(({ args }) => args[0] as SourcesEvent);
    expect(all.at(-1)?.sources).toMatchObject([{ n: 1, title: '合同.txt', text: '违约金为合同总额的百分之五。' }]);
    const told = JSON.stringify(viewer.events.filter(({ name }) => name !== 'shared'));
    for (const hidden of ['张三', '工资.txt', kept.id, 'attachmentId']) expect(told).not.toContain(hidden);
    const order = viewer.events.map(({ name }) => name);
    expect(order.lastIndexOf('sources')).toBeLessThan(order.lastIndexOf('done'));
    expect(order.lastIndexOf('sources')).toBeGreaterThan(order.lastIndexOf('delta'));
    viewer.socket.disconnect();
  });
});
