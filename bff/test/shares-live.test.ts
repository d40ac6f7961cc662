import { randomUUID } from 'node:crypto';
import type { Message, OwnShare, Page, SharedTopic } from '@huati/shared';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, connect, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { read, share } from './sharing';
import { sessionOf, startWithWeChat, type WeChatServer } from './wechat';

const texts = ({ messages }: SharedTopic) => messages.map(({ text }) => text);

describe.each(databases)('what a live share shows on $name', ({ prepare }) => {
  let bff: Bff;
  let client: TestClient;
  beforeAll(async () => {
    bff = await startBff({ ASKS_PER_MINUTE: '0', LLM_TITLES: 'off', ...(await prepare()) });
  });
  afterAll(() => bff.close());
  beforeEach(async () => {
    bff.model.clear();
    bff.model.setDefault({ answer: (question) => `答${question.slice(0, 1)}`, reasoning: '想一想' });
    client = await bff.client(randomUUID());
  });
  const ask = async (text: string, topicId?: string) => {
    const asked = await client.ask(text, topicId === undefined ? {} : { topicId });
    await client.done(asked.answerId);
    return asked;
  };

  it('is what its topic shows now: later rounds, other branches, other titles', async () => {
    const { topicId, questionId } = await ask('一');
    const { id, live } = await share(bff, client.token, topicId, { live: true });
    expect(live).toBe(true);
    expect(texts((await read(bff, id)).body)).toEqual(['一', '答一']);
    await ask('二', topicId);
    expect(texts((await read(bff, id)).body)).toEqual(['一', '答一', '二', '答二']);
    await api(bff.url, client.token, `/api/topics/${topicId}`, { method: 'PATCH', body: { title: '新名' } });
    const edited = await client.call('edit', { askId: randomUUID(), questionId, text: '三' });
    await client.done((edited as unknown as { answerId: string }).answerId);
    const { body } = await read(bff, id);
    expect([body.title, texts(body)]).toEqual(['新名', ['三', '答三']]);
    const own = (await api(bff.url, client.token, '/api/shares')).body as Page<OwnShare>;
    expect(own.items[0]).toMatchObject({ id, title: '新名', views: 3, live: true });

    const page = (await api(bff.url, client.token, `/api/topics/${topicId}/messages?branch=shown`)).body;
    const ids = (page as Page<Message>).items.map((message) => message.id);
    expect(body.messages.map((message) => message.id)).toEqual(ids);
    const me = (await api(bff.url, client.token, '/api/me')).body as { id: string };
    for (const hidden of [me.id, topicId, '想一想']) expect(JSON.stringify(body)).not.toContain(hidden);
    await api(bff.url, client.token, `/api/topics/${topicId}`, { method: 'DELETE' });
    expect((await read(bff, id)).status).toBe(404);
  });

  it('has what is being written, as far as it is', async () => {
    const { topicId } = await ask('一');
    const { id } = await share(bff, client.token, topicId, { live: true });
    bff.model.plan({ text: '慢'.repeat(300), tokensPerSecond: 40, reasoning: '暗中' });
    const running = await client.ask('二', { topicId });
    await vi.waitFor(
      async () => {
        const last = (await read(bff, id)).body.messages.at(-1);
        expect(last).toMatchObject({
          id: running.answerId,
          status: 'streaming',
          text: expect.stringMatching(/^慢+$/) as string,
        });
        expect(JSON.stringify(last)).not.toContain('暗中');
      },
      { timeout: 30_000, interval: 100 },
    );
    await client.call('stop', { answerId: running.answerId });
    await client.done(running.answerId);
    expect((await read(bff, id)).body.messages.at(-1)).toMatchObject({ status: 'stopped' });
  });

  it('is the newest part of a topic that has become too large', async () => {
    const { topicId, answerId } = await ask('一');
    await ask('二', topicId);
    const { id } = await share(bff, client.token, topicId, { live: true });
    const { kysely } = await bff.database();
    await kysely
      .updateTable('messages')
      .set({ text: 'x'.repeat(9_000_000) })
      .where('id', '=', answerId)
      .execute();
    expect(texts((await read(bff, id)).body)).toEqual(['二', '答二']);
  });
});

describe.each(databases)('a live share whose texts are checked on $name', ({ prepare }) => {
  let bff: Bff;
  let wechat: WeChatServer;
  let close: () => Promise<void>;
  let client: TestClient;
  beforeAll(async () => {
    ({ bff, wechat, close } = await startWithWeChat({ LLM_TITLES: 'off', ...(await prepare()) }));
    client = await connect(bff.url, (await sessionOf(bff.url, 'sharer')).token);
  });
  afterAll(async () => {
    client.socket.disconnect();
    await close();
  });
  afterEach(() => bff.model.clear());
  const ask = async (text: string, answer: string, topicId?: string) => {
    bff.model.plan({ text: answer });
    const asked = await client.ask(text, topicId === undefined ? {} : { topicId });
    await client.done(asked.answerId);
    return asked;
  };

  it('is not made where something may not be shown', async () => {
    const { topicId } = await ask('好的', '违禁的话');
    const reply = await api(bff.url, client.token, `/api/topics/${topicId}/shares`, {
      method: 'POST',
      body: { live: true },
    });
    expect(reply.body).toMatchObject({ code: 'content_refused' });
    const { kysely } = await bff.database();
    await vi.waitFor(async () => {
      const rows = await kysely.selectFrom('audit').selectAll().where('subject', '=', topicId).execute();
      expect(rows.map(({ action }) => action)).toEqual(['share.refused']);
    });
  });

  it('withholds what is refused, once and for all, and shows all else', async () => {
    const { topicId } = await ask('好的', '很好');
    const { id } = await share(bff, client.token, topicId, { live: true });
    await ask('再来', '违禁的话', topicId);
    await ask('继续', '还好', topicId);
    await api(bff.url, client.token, `/api/topics/${topicId}`, { method: 'PATCH', body: { title: '违禁的名' } });
    const { body } = await read(bff, id);
    expect(body.title).toBe('好的');
    expect(texts(body)).toEqual(['好的', '很好', '再来', '', '继续', '还好']);
    expect(body.messages.map(({ withheld }) => withheld ?? false)).toEqual([false, false, false, true, false, false]);
    expect(JSON.stringify(body)).not.toContain('违禁');
    const { kysely } = await bff.database();
    const { checked_json: checked } = await kysely
      .selectFrom('shares')
      .select('checked_json')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(Object.values(JSON.parse(checked ?? '{}') as Record<string, boolean>).filter((may) => !may)).toHaveLength(2);
    wechat.clear();
    expect((await read(bff, id)).body).toEqual(body);
    expect(wechat.calls).toEqual([]);
  });

  it('shows no text that was not checked yet', async () => {
    const { topicId } = await ask('好的', '很好');
    const { id } = await share(bff, client.token, topicId, { live: true });
    bff.model.plan({ text: '快'.repeat(200), tokensPerSecond: 20 });
    const running = await client.ask('再来', { topicId });
    await vi.waitFor(async () =>
      expect((await read(bff, id)).body.messages.at(-1)).toMatchObject({ id: running.answerId, status: 'streaming' }),
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await read(bff, id)).body.messages.at(-1)).toMatchObject({ text: '' });
    await client.call('stop', { answerId: running.answerId });
    await client.done(running.answerId);
    expect((await read(bff, id)).body.messages.at(-1)?.text).toMatch(/^快+$/);
  });
});
