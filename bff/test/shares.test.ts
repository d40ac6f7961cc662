import { randomUUID } from 'node:crypto';
import type { Message, OwnShare, Page, Share, SharedTopic } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../src/db/database';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { uploaded } from './uploads';

const DAY_MS = 24 * 3600 * 1000;

describe.each(databases)('shares on $name', ({ prepare }) => {
  let bff: Bff;
  let client: TestClient;
  let database: Database;
  beforeAll(async () => {
    bff = await startBff({ ASKS_PER_MINUTE: '0', LLM_TITLES: 'off', ...(await prepare()) });
    database = await bff.database();
  });
  afterAll(() => bff.close());
  beforeEach(async () => {
    bff.model.clear();
    bff.model.setDefault({ answer: (question) => `答${question.slice(0, 1)}`, reasoning: '想一想' });
    client = await bff.client(randomUUID());
  });

  const call = (
    path: string,
    init: { method?: string; body?: unknown } = {},
    token: string | undefined = client.token,
  ) => api(bff.url, token, path, init);
  const ask = async (text: string, topicId?: string, attachmentIds: string[] = [], by = client) => {
    const asked = await by.ask(text, { attachmentIds, ...(topicId !== undefined && { topicId }) });
    await by.done(asked.answerId);
    return asked;
  };
  const share = async (topicId: string, body?: unknown) => {
    const reply = await call(`/api/topics/${topicId}/shares`, { method: 'POST', body });
    expect(reply.status).toBe(201);
    return (reply.body as { share: Share }).share;
  };
  const refused = async (topicId: string, body: unknown) =>
    ((await call(`/api/topics/${topicId}/shares`, { method: 'POST', body })).body as { code: string }).code;
  const read = async (id: string) => (await api(bff.url, undefined, `/api/shares/${id}`)).body as SharedTopic;
  const status = async (id: string) => (await api(bff.url, undefined, `/api/shares/${id}`)).status;
  const texts = async (id: string) => (await read(id)).messages.map(({ text }) => text);
  const messages = async (topicId: string, token = client.token) =>
    ((await call(`/api/topics/${topicId}/messages?branch=shown`, {}, token)).body as Page<Message>).items;

  it('show what there was, to anybody, and not what came later', async () => {
    const file = await uploaded(bff, client.token, '账本.txt', '一百');
    const { topicId, questionId } = await ask('一', undefined, [file.id]);
    await ask('二', topicId);
    const made = await share(topicId);
    expect(made.id).toMatch(/^[\w-]{22,}$/);
    expect(made).toEqual({
      id: made.id,
      url: `${bff.url}/s/${made.id}`,
      expiresAt: expect.any(String) as string,
      live: false,
      locked: false,
    });
    const days = (Date.parse(made.expiresAt) - Date.now()) / DAY_MS;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);

    const reply = await api(bff.url, undefined, `/api/shares/${made.id}`);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const shared = reply.body as SharedTopic;
    expect(shared).toMatchObject({ share: made, title: '一' });
    expect(shared.messages.map(({ text }) => text)).toEqual(['一', '答一', '二', '答二']);
    expect(shared.messages[0]).toEqual({
      id: questionId,
      role: 'user',
      text: '一',
      status: 'complete',
      createdAt: expect.any(String) as string,
      attachments: [{ name: '账本.txt' }],
    });
    const { retrieval, unsupported, ...answer } = shared.messages[1] ?? {};
    // It had the file, and cited nothing of it.
    expect([retrieval, unsupported]).toEqual(['chunk', true]);
    expect(Object.keys(answer).sort()).toEqual(['createdAt', 'id', 'role', 'status', 'text']);
    const all = JSON.stringify(shared);
    const { id: userId } = (await call('/api/me')).body as { id: string };
    for (const hidden of [userId, '想一想', topicId, file.id]) expect(all).not.toContain(hidden);

    const edited = await client.call('edit', { askId: randomUUID(), questionId, text: '一改' });
    await client.done((edited as unknown as { answerId: string }).answerId);
    await ask('三', topicId);
    await call(`/api/topics/${topicId}`, { method: 'PATCH', body: { title: '别的' } });
    expect(await read(made.id)).toEqual(shared);
    expect(await texts((await share(topicId)).id)).toEqual(['一改', '答一', '三', '答三']);
  });

  it('hold chosen messages of the branch that is shown', async () => {
    const { topicId, questionId } = await ask('一');
    const second = await ask('二', topicId);
    const { id } = await share(topicId, { messageIds: [second.answerId, questionId], expiresInDays: 1 });
    expect(await texts(id)).toEqual(['一', '答二']);
    const edited = await client.call('edit', { askId: randomUUID(), questionId: second.questionId, text: '二改' });
    await client.done((edited as unknown as { answerId: string }).answerId);
    expect(await refused(topicId, { messageIds: [second.answerId] })).toBe('invalid');
    expect(await refused(topicId, { messageIds: [randomUUID()] })).toBe('invalid');
    const both = { live: true, messageIds: [questionId] };
    for (const body of [
      both,
      { unknown: true },
      { expiresInDays: 0 },
      { expiresInDays: 366 },
      { expiresInDays: 1.5 },
    ]) {
      expect(await refused(topicId, body)).toBe('invalid');
    }
    expect(await refused(topicId, { password: 'x' })).toBe('invalid');
    expect(await refused(topicId, { messageIds: [] })).toBe('invalid');
  });

  it('leave out what is still being written', async () => {
    const { topicId } = await ask('一');
    bff.model.plan({ text: '慢'.repeat(400), tokensPerSecond: 20 });
    const running = (await client.call('ask', { askId: randomUUID(), text: '二', topicId })) as unknown as {
      answerId: string;
    };
    const { id } = await share(topicId, {});
    expect(await texts(id)).toEqual(['一', '答一', '二']);
    expect(await refused(topicId, { messageIds: [running.answerId] })).toBe('invalid');
    await client.call('stop', { answerId: running.answerId });
  });

  it('are refused where they are too large', async () => {
    const { topicId, answerId } = await ask('一');
    const long = async (text: string) => {
      await database.kysely.updateTable('messages').set({ text }).where('id', '=', answerId).execute();
    };
    await long('长'.repeat(2_700_000));
    expect(await refused(topicId, {})).toBe('too_large');
    await long('长'.repeat(2_500_000));
    expect((await texts((await share(topicId)).id))[1]).toHaveLength(2_500_000);
    // What it cites counts too.
    const source = { message_id: answerId, n: 1, text: 'x'.repeat(8_100_000) };
    await database.kysely.insertInto('message_sources').values(source).execute();
    await long('短[1]');
    expect(await refused(topicId, {})).toBe('too_large');
  });

  it('are their owner’s to list and to revoke, and go with their topic', async () => {
    const { topicId } = await ask('一');
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await share(topicId)).id);
    await read(ids[0] ?? '');
    await read(ids[0] ?? '');
    // Looking at one's own is no view.
    expect((await call(`/api/shares/${ids[0] ?? ''}`)).status).toBe(200);
    const page = async (query: string) => (await call(`/api/shares?${query}`)).body as Page<OwnShare>;
    const first = await page('limit=3');
    const rest = await page(`limit=3&cursor=${first.nextCursor ?? ''}`);
    const listed = [...first.items, ...rest.items];
    expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(rest.nextCursor).toBeNull();
    expect(listed.find(({ id }) => id === ids[0])).toMatchObject({ title: '一', topicId, views: 2, live: false });
    expect((await page(`topicId=${randomUUID()}`)).items).toEqual([]);

    const stranger = await bff.client(randomUUID());
    const revoke = (id: string, token?: string) => call(`/api/shares/${id}`, { method: 'DELETE' }, token);
    expect((await revoke(ids[0] ?? '', stranger.token)).status).toBe(404);
    expect((await call(`/api/topics/${topicId}/shares`, { method: 'POST' }, stranger.token)).status).toBe(404);
    expect(((await call('/api/shares', {}, stranger.token)).body as Page<OwnShare>).items).toEqual([]);
    expect((await api(bff.url, undefined, '/api/shares')).status).toBe(401);
    expect(await status(ids[0] ?? '')).toBe(200);
    expect((await revoke(ids[0] ?? '')).status).toBe(204);
    expect((await revoke(ids[0] ?? '')).status).toBe(404);
    expect(await status(ids[0] ?? '')).toBe(404);

    const end = { expires_at: Date.now() - 1 };
    await database.kysely
      .updateTable('shares')
      .set(end)
      .where('id', '=', ids[1] ?? '')
      .execute();
    expect(await status(ids[1] ?? '')).toBe(404);
    expect((await call(`/api/shares/${ids[1] ?? ''}/fork`, { method: 'POST' })).status).toBe(404);
    expect((await page('')).items).toHaveLength(3);
    const report = { shareId: ids[2], reason: 'harmful' };
    expect((await api(bff.url, undefined, '/api/reports', { method: 'POST', body: report })).status).toBe(201);
    await call(`/api/topics/${topicId}`, { method: 'DELETE' });
    expect(await status(ids[2] ?? '')).toBe(404);
  });

  it('are gone on with by others, as a topic of their own', async () => {
    const { topicId } = await ask('一');
    await ask('二', topicId);
    const { id } = await share(topicId);
    const other = await bff.client(randomUUID());
    expect((await api(bff.url, undefined, `/api/shares/${id}/fork`, { method: 'POST' })).status).toBe(401);
    const forked = await call(`/api/shares/${id}/fork`, { method: 'POST' }, other.token);
    expect(forked.status).toBe(201);
    const own = (forked.body as { topicId: string }).topicId;
    expect((await call(`/api/topics/${own}`, {}, other.token)).body).toMatchObject({ title: '一' });
    expect((await call(`/api/topics/${own}`)).status).toBe(404);
    const copied = await messages(own, other.token);
    expect(copied.map(({ text }) => text)).toEqual(['一', '答一', '二', '答二']);
    expect(copied.map(({ parentId }) => parentId)).toEqual([null, ...copied.slice(0, 3).map((message) => message.id)]);

    bff.model.clear();
    await ask('三', own, [], other);
    const sent = bff.model.completions().at(-1)?.body as { messages: { content: string }[] };
    expect(sent.messages.slice(1).map(({ content }) => content)).toEqual(['一', '答一', '二', '答二', '三']);
    expect((await messages(own, other.token)).map(({ text }) => text).slice(-2)).toEqual(['三', '答三']);
    expect(await messages(topicId)).toHaveLength(4);
    expect(other.topics().some((event) => event.topicId === own)).toBe(true);
  });

  it('become whole rounds where only parts were chosen', async () => {
    const { topicId, answerId } = await ask('一');
    const second = await ask('二', topicId);
    const third = await ask('三', topicId);
    const messageIds = [answerId, second.answerId, third.questionId];
    const { id } = await share(topicId, { messageIds });
    const { topicId: own } = (await call(`/api/shares/${id}/fork`, { method: 'POST' })).body as { topicId: string };
    const copied = await messages(own);
    expect(copied.map(({ text }) => text)).toEqual(['…', '答一', '…', '答二', '三', '']);
    expect(copied.at(-1)).toMatchObject({ role: 'assistant', status: 'interrupted' });
    bff.model.clear();
    await ask('四', own);
    const sent = bff.model.completions().at(-1)?.body as { messages: { content: string }[] };
    expect(sent.messages.slice(1).map(({ content }) => content)).toEqual(['…', '答一', '…', '答二', '三', '四']);
  });
});

describe('the address of a share', () => {
  it('begins with PUBLIC_URL where that is set', async () => {
    const bff = await startBff({ PUBLIC_URL: 'https://chat.example.com/', LLM_TITLES: 'off' });
    try {
      const client = await bff.client();
      const { topicId, answerId } = await client.ask('一');
      await client.done(answerId);
      const { body } = await api(bff.url, client.token, `/api/topics/${topicId}/shares`, { method: 'POST' });
      const { share } = body as { share: Share };
      expect(share.url).toBe(`https://chat.example.com/s/${share.id}`);
    } finally {
      await bff.close();
    }
  });
});
