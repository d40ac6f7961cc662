import { randomUUID } from 'node:crypto';
import type { Message, Page, Role, Topic } from '@huati/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';

let bff: Bff;
let client: TestClient;
afterEach(() => bff.close());

const topic = async (topicId: string): Promise<Topic> =>
  (await api(bff.url, client.token, `/api/topics/${topicId}`)).body as Topic;
const messages = async (topicId: string): Promise<Message[]> =>
  ((await api(bff.url, client.token, `/api/topics/${topicId}/messages`)).body as Page<Message>).items;
const ask = async (text: string, more: object = {}) => {
  const ack = await client.call('ask', { askId: randomUUID(), text, ...more });
  expect(ack).toMatchObject({ ok: true });
  const asked = ack as unknown as { topicId: string; answerId: string; questionId: string };
  return { ...asked, end: await client.done(asked.answerId) };
};
const patch = (topicId: string, body: object) =>
  api(bff.url, client.token, `/api/topics/${topicId}`, { method: 'PATCH', body });

describe.each(databases)('a title on $name', ({ prepare }) => {
  beforeEach(async () => {
    bff = await startBff({ ASKS_PER_MINUTE: '0', ...(await prepare()) });
    client = await bff.client();
  });

  it('is the first words, then grows on every device as the model writes it', async () => {
    // The title takes some seconds: however long the machine stands still, pieces of it come one by one.
    bff.model.setDefault({ text: '答', tokensPerSecond: 4 });
    const other = await bff.client();
    const { topicId } = await ask('请介绍一下小米汽车的发展历史以及今年的财报');
    await vi.waitFor(async () => expect((await topic(topicId)).title).toMatch(/^话题：/), { timeout: 30_000 });
    const { title } = await topic(topicId);
    for (const device of [client, other]) {
      await vi.waitFor(() => expect(device.topics().at(-1)).toMatchObject({ topic: { title } }));
      const told = device.topics().map((event) => ('topic' in event ? event.topic.title : ''));
      expect(told[0]).toBe('请介绍一下小米汽车的发展历史以及今年的财报');
      const growing = told.slice(1).filter((each) => each.startsWith('话题') && each !== title);
      expect(growing.length).toBeGreaterThan(0);
      for (const each of growing) expect(title.startsWith(each)).toBe(true);
    }
    await ask('再问', { topicId });
    expect(bff.model.asides()).toHaveLength(1);
  });

  it('is never written over one that the user gave, also while the model writes', async () => {
    bff.model.setDefault({ text: '答', tokensPerSecond: 10 });
    const { topicId } = await ask('一个很长很长的问题，题目要写上一会儿');
    await vi.waitFor(() => expect(bff.model.asides()).toHaveLength(1));
    await patch(topicId, { title: '我起的名字' });
    await vi.waitFor(() => expect(bff.model.asides()[0]?.outcome).toBe('complete'), { timeout: 30_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await topic(topicId)).title).toBe('我起的名字');
    expect(client.topics().at(-1)).toMatchObject({ topic: { title: '我起的名字' } });
  });
});

describe('what is asked beside an answer', () => {
  const start = async (env: Record<string, string> = {}) => {
    bff = await startBff({ ASKS_PER_MINUTE: '0', ...env });
    client = await bff.client();
  };
  const suggest = (answerId: string, token = client.token) =>
    api(bff.url, token, `/api/messages/${answerId}/suggestions`, { method: 'POST' });

  it('gives up to three questions once, when they are asked for, and keeps them', async () => {
    await start({ LLM_TITLES: 'off' });
    const { answerId, questionId, topicId } = await ask('你好');
    expect(bff.model.asides()).toEqual([]);
    const [one, two] = await Promise.all([suggest(answerId), suggest(answerId)]);
    const { suggestions } = one.body as { suggestions: string[] };
    expect(suggestions).toHaveLength(3);
    expect(two.body).toEqual(one.body);
    expect((await suggest(answerId)).body).toEqual(one.body);
    expect(bff.model.asides()).toHaveLength(1);
    expect((await messages(topicId)).at(-1)?.suggestions).toEqual(suggestions);
    expect((await suggest(questionId)).status).toBe(404);
    expect((await suggest(answerId, await bff.token('a stranger'))).status).toBe(404);
  });

  it('asks for nothing where all of it is switched off', async () => {
    await start({ LLM_TITLES: 'off', LLM_SUGGESTIONS: 'off' });
    const { answerId } = await ask('你好');
    expect((await suggest(answerId)).body).toEqual({ suggestions: [] });
    expect(bff.model.asides()).toEqual([]);
  });

  it('costs no answer anything where the model fails at it', async () => {
    await start();
    bff.model.setDefault({ text: '答', fault: { kind: 'noFinish' } });
    bff.model.plan({ fault: undefined });
    const { topicId, answerId, end } = await ask('会失败的标题');
    expect(end.status).toBe('complete');
    expect((await suggest(answerId)).body).toEqual({ suggestions: [] });
    expect((await topic(topicId)).title).toBe('会失败的标题');
  });

  it('sums up what the window has no room for, and gives that to the model in its place', async () => {
    await start({ LLM_TITLES: 'off', LLM_MAX_MODEL_LEN: '900', LLM_MAX_OUTPUT_TOKENS: '200' });
    bff.model.setDefault({ text: '答'.repeat(100) });
    const { topicId } = await ask('我叫小明，'.repeat(40));
    await ask('二'.repeat(200), { topicId });
    const third = await ask('三'.repeat(200), { topicId });
    expect(third.end.window).toMatchObject({ dropped: true, by: 'endpoint' });
    const summary = async () => (await api(bff.url, client.token, `/api/topics/${topicId}/summary`)).body;
    await vi.waitFor(async () => expect(JSON.stringify(await summary())).toContain('小明'));
    const fourth = await ask('四', { topicId });
    expect(fourth.end.window).toMatchObject({ dropped: true, summary: true });
    const sent = bff.model.completions().at(-1)?.body as { messages: { content: string }[]; max_tokens: number };
    expect(sent.messages[0]?.content).toContain('我叫小明');
    expect(bff.model.completions().at(-1)?.status).toBe(200);

    // Not one turn fits beside this one: all of them are summed up.
    const whole = await ask('大'.repeat(690), { topicId });
    expect(whole.end.window).toMatchObject({ dropped: true, from: null });

    const { body } = await api(bff.url, client.token, `/api/topics/${topicId}/messages`);
    const [first] = (body as Page<Message>).items;
    await client.call('edit', { askId: randomUUID(), questionId: first?.id, text: '重新开始' });
    expect(await summary()).toEqual({ text: null, upTo: null });
  });
});

describe('a topic’s own settings', () => {
  beforeEach(async () => {
    bff = await startBff({ ASKS_PER_MINUTE: '0', LLM_TITLES: 'off' });
    client = await bff.client();
  });
  const sent = () =>
    bff.model.completions().at(-1)?.body as {
      model: string;
      messages: { role: string; content: string }[];
      chat_template_kwargs?: object;
    };

  it('decide what the model is told, from the first question on', async () => {
    const settings = { systemPrompt: '你是翻译。', thinking: false };
    const { topicId } = await ask('hello', { settings });
    expect(sent().messages[0]).toEqual({ role: 'system', content: '你是翻译。' });
    expect(sent().chat_template_kwargs).toEqual({ enable_thinking: false });
    expect(await topic(topicId)).toMatchObject(settings);
    expect((await patch(topicId, { systemPrompt: '  ', thinking: true, retrieval: 'off' })).body).not.toHaveProperty(
      'systemPrompt',
    );
    await ask('再来', { topicId });
    expect(sent().messages[0]?.content).toContain('assistant of this organisation');
    expect(sent().chat_template_kwargs).toEqual({ enable_thinking: true });
    expect((await patch(topicId, { thinking: null })).body).toEqual(await topic(topicId));
    await ask('又来', { topicId });
    expect(sent()).not.toHaveProperty('chat_template_kwargs');
    expect((await patch(topicId, { thinking: 'yes' })).body).toMatchObject({ code: 'invalid' });
    expect((await patch(topicId, { systemPrompt: '长'.repeat(9000) })).body).toMatchObject({
      code: 'input_too_long',
      tokens: 9000,
      limit: 5000,
    });
    const model = await patch(topicId, { model: 'another' });
    expect(model.body).toMatchObject({ model: 'another' });
    expect((await ask('谁', { topicId })).end).toMatchObject({ status: 'failed' });
    expect(sent().model).toBe('another');
  });

  it('never send thinking back as history, and tell how long it took', async () => {
    bff.model.plan({ text: '好', reasoning: '想'.repeat(20), tokensPerSecond: 5 });
    bff.model.plan({ text: '<think>心里话</think>\n\n说出口的' });
    const one = await ask('想一想');
    expect(one.end.reasoningMs).toBeGreaterThan(50);
    const two = await ask('再想', { topicId: one.topicId });
    expect(await messages(one.topicId)).toMatchObject([
      {},
      { text: '好', reasoningMs: one.end.reasoningMs },
      {},
      { text: '说出口的', reasoning: '心里话' },
    ]);
    await ask('三', { topicId: two.topicId });
    expect(JSON.stringify(sent().messages)).not.toMatch(/想想|心里话/);
    expect(
      sent()
        .messages.slice(1)
        .map(({ content }) => content),
    ).toEqual(['想一想', '好', '再想', '说出口的', '三']);
  });

  it('can come from a role: the library in two languages, and one’s own', async () => {
    const roles = async (lang: string) =>
      ((await api(bff.url, client.token, `/api/roles?lang=${lang}`)).body as Page<Role>).items;
    const [zh, en] = [await roles('zh'), await roles('en')];
    expect(zh.map(({ id }) => id)).toEqual(en.map(({ id }) => id));
    expect(zh.length).toBeGreaterThanOrEqual(7);
    const send = (method: string, path: string, body?: object, token = client.token) =>
      api(bff.url, token, `/api/roles${path}`, { method, body });
    const made = await send('POST', '', { name: '诗人', prompt: '写一首关于{{主题}}的诗，{{ 体裁 }}。{{主题}}' });
    expect(made).toMatchObject({ status: 201, body: { own: true, variables: [{ name: '主题' }, { name: '体裁' }] } });
    const { id } = made.body as Role;
    expect((await roles('zh'))[0]).toEqual(made.body);
    const changed = { name: '词人', description: '填词', prompt: '填一首词' };
    expect((await send('PUT', `/${id}`, changed)).body).toEqual({ id, ...changed, own: true, variables: [] });
    const stranger = await bff.token('a stranger');
    expect((await send('PUT', `/${id}`, changed, stranger)).status).toBe(404);
    expect((await send('DELETE', `/${id}`, undefined, stranger)).status).toBe(404);
    expect((await send('POST', '', { name: ' ', prompt: 'x' })).body).toMatchObject({ code: 'invalid' });
    expect((await send('DELETE', `/${id}`)).status).toBe(204);
    expect(await roles('zh')).toEqual(zh);
  });
});
