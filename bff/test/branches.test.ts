import { randomUUID } from 'node:crypto';
import type { Message, Page } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';

describe.each(databases)('branches on $name', ({ prepare }) => {
  let bff: Bff;
  let client: TestClient;
  beforeAll(async () => {
    bff = await startBff({ ASKS_PER_MINUTE: '0', LLM_TITLES: 'off', ...(await prepare()) });
  });
  afterAll(() => bff.close());
  beforeEach(async () => {
    bff.model.clear();
    bff.model.setDefault({ answer: (question) => `答${question}` });
    client = await bff.client(randomUUID());
  });

  const page = async (topicId: string, query = 'branch=shown'): Promise<Page<Message>> => {
    const { body } = await api(bff.url, client.token, `/api/topics/${topicId}/messages?${query}`);
    return body as Page<Message>;
  };
  const shown = async (topicId: string) => (await page(topicId)).items;
  const texts = async (topicId: string) => (await shown(topicId)).map(({ text }) => text);
  const ask = async (text: string, topicId?: string) => {
    const asked = await client.ask(text, topicId === undefined ? {} : { topicId });
    await client.done(asked.answerId);
    return asked;
  };
  const edit = async (questionId: string, text: string) => {
    const ack = await client.call('edit', { askId: randomUUID(), questionId, text });
    expect(ack).toMatchObject({ ok: true });
    const edited = ack as unknown as { questionId: string; answerId: string };
    await client.done(edited.answerId);
    return edited;
  };
  const regenerate = async (answerId: string) => {
    const ack = (await client.call('regenerate', { askId: randomUUID(), answerId })) as unknown as { answerId: string };
    await client.done(ack.answerId);
    return ack.answerId;
  };
  const choose = (topicId: string, messageId: string) =>
    api(bff.url, client.token, `/api/topics/${topicId}/branch`, { method: 'PUT', body: { messageId } });
  const sent = () =>
    (bff.model.completions().at(-1)?.body as { messages: { content: string }[] }).messages
      .slice(1)
      .map(({ content }) => content);

  it('keep what an edit and a regeneration leave behind, and show the new', async () => {
    const first = await ask('一');
    const { topicId } = first;
    const second = await ask('二', topicId);
    const edited = await edit(second.questionId, '二改');
    expect(await texts(topicId)).toEqual(['一', '答一', '二改', '答二改']);
    bff.model.plan({ text: '另答' });
    const again = await regenerate(edited.answerId);
    expect(await texts(topicId)).toEqual(['一', '答一', '二改', '另答']);

    const items = await shown(topicId);
    expect(items[2]?.siblings).toEqual([second.questionId, edited.questionId]);
    expect(items[3]?.siblings).toEqual([edited.answerId, again]);
    expect(items[1]?.siblings).toBeUndefined();
    const all = (await page(topicId, 'branch=all')).items;
    expect(all.map(({ text }) => text)).toEqual(['一', '答一', '二', '答二', '二改', '答二改', '另答']);
  });

  it('choose what the model sees and what is shown on every device', async () => {
    const { topicId } = await ask('一');
    const second = await ask('二', topicId);
    await ask('三', topicId);
    const edited = await edit(second.questionId, '二改');
    const other = await bff.client();
    expect((await choose(topicId, second.questionId)).status).toBe(204);
    expect(await texts(topicId)).toEqual(['一', '答一', '二', '答二', '三', '答三']);
    const leafId = (await shown(topicId)).at(-1)?.id;
    await vi.waitFor(() => expect(client.topics().at(-1)).toMatchObject({ topicId, leafId }));
    expect(other.topics()).toEqual([]);

    await ask('四', topicId);
    expect(sent()).toEqual(['一', '答一', '二', '答二', '三', '答三', '四']);
    await choose(topicId, edited.answerId);
    expect(await texts(topicId)).toEqual(['一', '答一', '二改', '答二改']);
    await ask('五', topicId);
    expect(sent()).toEqual(['一', '答一', '二改', '答二改', '五']);
    await choose(topicId, second.answerId);
    expect(await texts(topicId)).toEqual(['一', '答一', '二', '答二', '三', '答三', '四', '答四']);
  });

  it('begin anew where the first question is edited, and regenerate on a branch that is hidden', async () => {
    const first = await ask('一');
    const { topicId } = first;
    const edited = await edit(first.questionId, '壹');
    expect(await texts(topicId)).toEqual(['壹', '答壹']);
    expect((await shown(topicId))[0]?.siblings).toEqual([first.questionId, edited.questionId]);
    bff.model.plan({ text: '一的另答' });
    await regenerate(first.answerId);
    expect(await texts(topicId)).toEqual(['一', '一的另答']);
    expect(sent()).toHaveLength(1);
  });

  it('become one line where two devices ask at once', async () => {
    const { topicId } = await ask('一');
    const two = await bff.client(randomUUID());
    expect((await two.call('ask', { askId: 'x', topicId, text: '别人的' })).ok).toBe(false);
    const asked = await Promise.all(['甲', '乙', '丙'].map((text) => client.ask(text, { topicId })));
    for (const { answerId } of asked) await client.done(answerId);
    const line = await shown(topicId);
    expect(line).toHaveLength(8);
    for (const [index, message] of line.entries()) {
      expect(message.parentId).toBe(line[index - 1]?.id ?? null);
      expect(message.siblings).toBeUndefined();
    }
  });

  it('start one edit for the same askId, and none for what is not there', async () => {
    const { questionId, answerId, topicId } = await ask('一');
    const askId = randomUUID();
    const results = await Promise.all([1, 2, 3].map(() => client.call('edit', { askId, questionId, text: '改' })));
    const ids = results.map((result) => (result.ok ? result.answerId : undefined));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toBeDefined();
    await client.done(String(ids[0]));
    expect(await client.call('edit', { askId, questionId, text: '改' })).toMatchObject({ ok: true, answerId: ids[0] });
    expect((await page(topicId, 'branch=all')).items).toHaveLength(4);

    const stranger = await bff.client(randomUUID());
    const notFound = { ok: false, error: { code: 'not_found' } };
    expect(await stranger.call('edit', { askId: 's', questionId, text: '改' })).toMatchObject(notFound);
    expect(await client.call('edit', { askId: 't', questionId: answerId, text: '改' })).toMatchObject(notFound);
    const { status } = await api(bff.url, stranger.token, `/api/topics/${topicId}/branch`, {
      method: 'PUT',
      body: { messageId: questionId },
    });
    expect(status).toBe(404);
    expect((await choose(topicId, 'nothing')).status).toBe(404);
    expect((await choose((await ask('别处')).topicId, questionId)).status).toBe(404);
  });

  it('is the topic at its end whatever is judged, and a judgement can be changed', async () => {
    const { topicId, answerId, questionId } = await ask('一');
    const judge = (body: unknown, id = answerId, token = client.token) =>
      api(bff.url, token, `/api/messages/${id}/feedback`, { method: 'PUT', body });
    expect(await judge({ value: 'down', reason: ' 没有回答问题 ' })).toMatchObject({
      status: 200,
      body: { value: 'down', reason: '没有回答问题' },
    });
    expect((await shown(topicId)).at(-1)?.feedback).toEqual({ value: 'down', reason: '没有回答问题' });
    await judge({ value: 'up' });
    expect((await shown(topicId)).at(-1)?.feedback).toEqual({ value: 'up' });
    expect((await judge({ value: null })).body).toEqual({ value: null });
    expect((await shown(topicId)).at(-1)?.feedback).toBeUndefined();
    expect((await judge({ value: 'maybe' })).body).toMatchObject({ code: 'invalid' });
    expect((await judge({ value: 'up' }, questionId)).status).toBe(404);
    expect((await judge({ value: 'up' }, answerId, await bff.token('a stranger'))).status).toBe(404);
  });
});
