import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sameParticulars } from '@huati/ranking';
import type { Message, Page, SourcesEvent, TopicSettings } from '@huati/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isTimely } from '../src/features/answer-cache/timely';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { storeFile } from './evidence-files';
import { startBff, startSecond, type Bff } from './harness';
import { CHAIN, STORED, STORED_WITH_SOURCES } from './known';
import { startWithGraphRag, type GraphRagServer } from './knowledge';

const ENV = {
  ASKS_PER_MINUTE: '0',
  LLM_TITLES: 'off',
  LLM_SUMMARY: 'off',
  LLM_TOOLS: 'off',
  // A service that answers is waited for, however slow the machine is.
  RAG_TIMEOUT_MS: '20000',
};
const REPORTED = '报销多久内提交？';
const QUESTION = '青禾资本投资了哪家公司？';
const AGAIN = '请问青禾资本投资了哪家公司';

let bff: Bff;
let service: GraphRagServer;
let close: () => Promise<void>;
afterEach(() => close());

interface More {
  topicId?: string;
  attachmentIds?: string[];
  settings?: TopicSettings;
}

const ended = async (client: TestClient, ack: object) => {
  const { answerId, ref, topicId } = ack as { answerId: string; ref: number; topicId: string };
  const end = await client.done(answerId);
  const told = client.events.filter(({ name }) => name === 'sources').map(({ args }) => args[0] as SourcesEvent);
  const sources = told.filter((event) => event.answerId === answerId);
  return { answerId, topicId, end, text: client.text(ref), sources };
};
const ask = async (client: TestClient, text: string, more: More = {}) => {
  const ack = await client.call('ask', { askId: randomUUID(), text, ...more });
  expect(ack).toMatchObject({ ok: true });
  return ended(client, ack);
};
const regenerate = async (client: TestClient, answerId: string) =>
  ended(client, await client.call('regenerate', { askId: randomUUID(), answerId }));
const stored = async (client: TestClient, topicId: string, answerId: string): Promise<Message | undefined> => {
  const page = (await api(bff.url, client.token, `/api/topics/${topicId}/messages`)).body as Page<Message>;
  return page.items.find(({ id }) => id === answerId);
};
const asked = (): number => bff.model.completions().length;
const kept = async (): Promise<number> =>
  (await (await bff.database()).kysely.selectFrom('cached_answers').select('answer_id').execute()).length;

describe.each(databases)('an answer that is stored, on $name', ({ prepare }) => {
  beforeEach(async () => {
    ({ bff, service, close } = await startWithGraphRag({ ...ENV, ...(await prepare()) }));
    service.planRetrieval({ answer: STORED });
  });

  it('is given without the model, marked before its first word, and the model can be asked instead', async () => {
    const client = await bff.client();
    const { answerId, topicId, end, text, sources } = await ask(client, REPORTED);
    expect(end).toMatchObject({ status: 'complete', length: text.length });
    expect(text).toBe('报销须在三十天内提交。');
    expect(asked()).toBe(0);
    const direct = { kind: 'stored', question: REPORTED, score: 0.97, threshold: 0.9, model: 'bge' };
    expect(sources.at(-1)).toMatchObject({ direct });
    const names = client.events.map(({ name }) => name);
    expect(names.indexOf('sources')).toBeLessThan(names.indexOf('delta'));
    expect(await stored(client, topicId, answerId)).toMatchObject({ text, direct, status: 'complete' });
    const other = await regenerate(client, answerId);
    expect(other.text).toBe('你好，世界');
    expect(asked()).toBe(1);
    expect((await stored(client, topicId, other.answerId))?.direct).toBeUndefined();
  });

  it('has the sources that were stored with it, whether its text names them or not', async () => {
    service.planRetrieval({ answer: STORED_WITH_SOURCES });
    const client = await bff.client();
    const { answerId, topicId, sources } = await ask(client, REPORTED);
    const named = [
      { n: 1, title: '报销细则', text: '第三条 报销须在费用发生后三十天内提交。', place: { page: 4 } },
      { n: 2, title: '财务制度', text: '逾期提交的报销不予受理。' },
    ];
    for (const told of [sources[0], sources.at(-1), await stored(client, topicId, answerId)]) {
      expect(told).toMatchObject({ direct: { kind: 'stored' }, sources: named });
      expect(told?.sources).toHaveLength(2);
      expect(told?.unsupported).toBeUndefined();
    }
    const place = await api(bff.url, client.token, `/api/messages/${answerId}/sources/2`);
    expect(place.body).toMatchObject({ source: { documentId: '财务制度', text: '逾期提交的报销不予受理。' } });
  });
});

describe.each(databases)('an answer that is given again, on $name', ({ prepare }) => {
  let one: TestClient;
  let two: TestClient;
  beforeEach(async () => {
    const embedding = { ANSWER_CACHE: 'on', ANSWER_CACHE_THRESHOLD: '0.7', EMBED_MODEL: 'huati-demo' };
    // The model's own endpoint has embeddings, and is known only once it runs.
    const first = await startWithGraphRag({ ...ENV, ...(await prepare()) });
    bff = await startSecond(first.bff, { ...embedding, EMBED_BASE_URL: `${first.bff.model.url}/v1` });
    ({ service } = first);
    close = async () => {
      await bff.close();
      await first.close();
    };
    service.planRetrieval({ answer: CHAIN });
    bff.model.setDefault({ text: '投资了云岚科技[2]。' });
    [one, two] = [await bff.client('one'), await bff.client('two')];
  });

  it('has its sources under their numbers, and to others not a word of the question', async () => {
    const first = await ask(one, QUESTION);
    await vi.waitFor(async () => expect(await kept()).toBe(1));
    const count = asked();
    const again = await ask(two, AGAIN);
    expect(again).toMatchObject({ text: first.text, end: { status: 'complete' } });
    expect(asked()).toBe(count);
    const { direct, sources, lookup } = again.sources.at(-1) ?? {};
    expect(direct).toMatchObject({ kind: 'cached', question: '', threshold: 0.7, model: 'huati-demo' });
    expect(direct?.score).toBeGreaterThanOrEqual(0.7);
    expect(sources).toMatchObject([{ n: 2, title: '融资快讯' }]);
    expect(lookup).toBeUndefined();
    const place = await api(bff.url, two.token, `/api/messages/${again.answerId}/sources/2`);
    expect(place.body).toMatchObject({ source: { text: '三月，青禾资本领投云岚科技的 A 轮融资。' } });
    expect((await ask(one, AGAIN)).sources.at(-1)?.direct).toMatchObject({ question: QUESTION });
    expect(await kept()).toBe(1);
    expect((await regenerate(two, again.answerId)).sources.at(-1)?.direct).toBeUndefined();
    expect(asked()).toBe(count + 1);
  });

  it('is none that was voted down, reported or deleted', async () => {
    for (const undo of [
      (id: string) =>
        api(bff.url, one.token, `/api/messages/${id}/feedback`, { method: 'PUT', body: { value: 'down' } }),
      (id: string) =>
        api(bff.url, one.token, '/api/reports', { method: 'POST', body: { messageId: id, reason: 'wrong' } }),
      (_: string, topicId: string) => api(bff.url, one.token, `/api/topics/${topicId}`, { method: 'DELETE' }),
    ]) {
      const { answerId, topicId } = await ask(one, QUESTION);
      await vi.waitFor(async () => expect(await kept()).toBe(1));
      expect((await ask(two, AGAIN)).sources.at(-1)?.direct?.kind).toBe('cached');
      expect((await undo(answerId, topicId)).status).toBeLessThan(300);
      const count = asked();
      const { answerId: fresh, topicId: other } = await ask(two, AGAIN);
      expect(asked()).toBe(count + 1);
      await vi.waitFor(async () => expect(await kept()).toBe(1));
      expect((await api(bff.url, two.token, `/api/topics/${other}`, { method: 'DELETE' })).status).toBeLessThan(300);
      expect(fresh).not.toBe(answerId);
    }
  });

  it('is none to another question, another setting, a later one or one with files', async () => {
    const { topicId } = await ask(one, QUESTION);
    await vi.waitFor(async () => expect(await kept()).toBe(1));
    const { id: userId } = (await api(bff.url, two.token, '/api/me')).body as { id: string };
    const { id } = await storeFile(await bff.database(), userId, '手册.pdf', [{ text: '青禾资本。' }]);
    for (const [client, text, more] of [
      [two, '青禾资本没有投资哪家公司？', {}],
      [two, '青禾资本 2023 年投资了哪家公司？', {}],
      [two, '哪家公司投资了青禾资本？', {}],
      [two, QUESTION, { settings: { systemPrompt: '说英语。' } }],
      [two, QUESTION, { settings: { thinking: false } }],
      [two, QUESTION, { attachmentIds: [id] }],
      [one, QUESTION, { topicId }],
    ] as const) {
      const count = asked();
      const { sources } = await ask(client, text, more as More);
      expect(sources.at(-1)?.direct).toBeUndefined();
      expect(asked()).toBeGreaterThan(count);
    }
  });

  it('rests on nothing of anybody’s own: such an answer is not kept, nor a degraded or a failed one', async () => {
    service.planRetrieval({ answer: { ...CHAIN, private: true } });
    await ask(one, QUESTION);
    service.planRetrieval({ answer: { ...CHAIN, degraded: true } });
    await ask(one, QUESTION);
    service.planRetrieval({ answer: CHAIN });
    bff.model.plan({ fault: { kind: 'cut', afterUnits: 2 } });
    await ask(one, QUESTION);
    bff.model.plan({ text: '不知道。' });
    await ask(one, QUESTION);
    await ask(one, '今天青禾资本投资了哪家公司？');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await kept()).toBe(0);
  });

  it('is none once what is known has changed', async () => {
    service.setVersion('v1');
    await ask(one, QUESTION);
    await vi.waitFor(async () => expect(await kept()).toBe(1));
    expect((await ask(two, AGAIN)).sources.at(-1)?.direct?.kind).toBe('cached');
    service.setVersion('v2');
    // What the service says holds for a moment.
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    expect((await ask(two, AGAIN)).sources.at(-1)?.direct).toBeUndefined();
  });

  it('is known to other processes', async () => {
    const other = await startSecond(bff);
    const client = await other.client('three');
    // It has read what there is before there is anything.
    await ask(client, '云图物流在哪里？');
    await ask(one, QUESTION);
    await vi.waitFor(async () => expect(await kept()).toBe(2), { timeout: 20_000 });
    expect((await ask(client, AGAIN)).sources.at(-1)?.direct?.kind).toBe('cached');
    await other.close();
  });
});

describe('earlier answers', () => {
  it('cost nobody an answer where the embedding endpoint is away', async () => {
    bff = await startBff({ ...ENV, ANSWER_CACHE: 'on', EMBED_BASE_URL: 'http://127.0.0.1:9/v1', EMBED_MODEL: 'm' });
    ({ close } = bff);
    expect((await ask(await bff.client(), QUESTION)).end.status).toBe('complete');
    expect(await kept()).toBe(0);
    expect(sameParticulars(QUESTION, AGAIN)).toBe(true);
  });

  it('are looked for again after somebody stopped an answer meanwhile', async () => {
    let embeddings = 0;
    const endpoint = createServer(() => {
      embeddings += 1;
    });
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/v1`;
    const env = { ...ENV, ANSWER_CACHE: 'on', EMBED_BASE_URL: url, EMBED_MODEL: 'm' };
    // Nothing but a stop ends such an answer.
    bff = await startBff(env, { fault: { kind: 'hang' } });
    close = async () => {
      endpoint.closeAllConnections();
      endpoint.close();
      await bff.close();
    };
    const client = await bff.client();
    for (const time of [1, 2]) {
      const ack = await client.call('ask', { askId: randomUUID(), text: QUESTION });
      const { answerId } = ack as unknown as { answerId: string };
      await vi.waitFor(() => expect(embeddings).toBe(time));
      await client.call('stop', { answerId });
      expect((await client.done(answerId)).status).toBe('stopped');
    }
  });
});

describe('two questions', () => {
  afterEach(() => undefined);
  beforeEach(() => {
    close = () => Promise.resolve();
  });
  it.each([
    ['2023 年的营收', '2024 年的营收'],
    ['Qwen3 的窗口', 'Llama 的窗口'],
    ['谁投资了小米', '小米投资了谁'],
    ['甲收购乙', '乙收购甲'],
    ['可以报销吗', '不可以报销吗'],
    ['第一条是什么', '第二条是什么'],
    ['最高的价格', '最低的价格'],
    ['星河科技的创始人是谁', '星海科技的创始人是谁'],
    ['云帆资本投资了哪些公司', '云帆资本收购了哪些公司'],
    ['年假怎么申请', '病假怎么申请'],
    ['在职员工能报销吗', '离职员工能报销吗'],
    ['北京办公室的地址', '南京办公室的地址'],
    ['张伟的职务是什么', '张威的职务是什么'],
    ['星河的创始人', '星河科技的创始人'],
  ])('may have two answers: %s, %s', (a, b) => expect(sameParticulars(a, b)).toBe(false));

  it('of one wording may have one, and what is asked of the moment is nobody else’s', () => {
    expect(sameParticulars('请问 Qwen3 的窗口是多少？', 'qwen3的窗口多少')).toBe(true);
    expect(sameParticulars('年假如何申请', '请问年假到底怎么申请呢？')).toBe(true);
    expect(sameParticulars('云帆资本都投资了哪些公司', '云帆资本投资了哪些公司？')).toBe(true);
    expect(isTimely('今天有什么新闻')).toBe(true);
    expect(isTimely('What is the latest version?')).toBe(true);
    expect(isTimely(QUESTION)).toBe(false);
  });
});
