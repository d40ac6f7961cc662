// @vitest-environment node
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { device, program, startForDevices, type Device } from './device';
import type { Servers } from './servers';

let servers: Servers;
const TEXT = '# 一段正好的文字\n\n' + '中文、English 与 😀🀄️ 混排。'.repeat(120);

beforeAll(async () => {
  servers = await startForDevices();
}, 60_000);

afterAll(() => servers.close());

let client: Device;
beforeEach(async () => {
  client = await device();
  return () => client.connection.close();
});

it('asks, streams, and holds exactly what the database holds', async () => {
  await servers.plan({ text: TEXT, tokensPerSecond: 2_000 });
  await client.chat.ask('一个问题');
  expect(client.chat.items).toMatchObject([{ kind: 'question', text: '一个问题', sending: true }]);
  await vi.waitFor(() => expect(client.shown().length).toBeGreaterThan(20), 30_000);
  expect(TEXT.startsWith(client.shown())).toBe(true);
  await client.ended('complete');
  expect(client.last()?.text).toBe(TEXT);
  const { items } = await client.api.messages(client.chat.topicId ?? '', null);
  expect(items.map(({ text }) => text)).toEqual(['一个问题', TEXT]);
}, 30_000);

it('loses and doubles nothing when the line is cut again and again', async () => {
  await servers.plan({ text: TEXT, tokensPerSecond: 300 });
  await client.chat.ask('断线');
  for (const at of [50, 400, 900]) {
    await vi.waitFor(() => expect(client.shown().length).toBeGreaterThan(at), 15_000);
    servers.cut();
  }
  await client.ended('complete');
  expect(client.last()?.text).toBe(TEXT);
}, 60_000);

it('keeps questions that were asked without a connection, and has them answered in order, each once', async () => {
  const { chat } = client;
  await servers.plan({ text: '第一', tokensPerSecond: 20 });
  await servers.plan({ text: '第二' });
  servers.setDown(true);
  servers.cut();
  await vi.waitFor(() => expect(client.connection.status()).toBe('connecting'));
  await chat.ask('没有网络时问的');
  await chat.ask('又问了一句');
  await chat.ask('算了');
  expect(chat.items.map(({ kind }) => kind)).toEqual(['outbox', 'outbox', 'outbox']);
  chat.withdraw(chat.items[2]?.key ?? '');

  // The program is killed, and opened again when there is a network.
  client.connection.close();
  servers.setDown(false);
  client = await device();
  const texts = () =>
    client.chat.items.map((item) =>
      item.kind === 'answer' ? item.message.text : item.kind === 'question' ? item.text : '?',
    );
  await vi.waitFor(() => expect(texts()).toEqual(['没有网络时问的', '第一', '又问了一句', '第二']), 20_000);
  const topicId = client.chat.topicId ?? '';
  const { items } = await client.api.messages(topicId, null);
  expect(items.map(({ text }) => text)).toEqual(['没有网络时问的', '第一', '又问了一句', '第二']);
  expect(items[2]?.parentId).toBe(items[1]?.id);
});

it('shows topics and messages that were read before while there is no network, and catches up then', async () => {
  await servers.plan({ text: '读过的回答' });
  await client.chat.ask('留在手机里');
  await client.ended('complete');
  const topicId = client.chat.topicId ?? '';
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  client.connection.close();
  servers.setDown(true);
  const { chat, connection, online } = await program();
  chat.start(topicId);
  expect(chat.items.map((item) => item.kind)).toEqual(['question', 'answer']);
  servers.setDown(false);
  connection.connect();
  await online();
  await vi.waitFor(() => expect(chat.phase).toBe('ready'));
  connection.close();
});

it('opened on a second device in the middle, an answer streams on there, and stops from there', async () => {
  await servers.plan({ text: TEXT, tokensPerSecond: 60 });
  await client.chat.ask('两台设备');
  await vi.waitFor(() => expect(client.shown().length).toBeGreaterThan(20), 10_000);
  const topicId = client.chat.topicId ?? '';
  const second = await device();
  await second.chat.open(topicId);
  await vi.waitFor(() => expect(second.shown().length).toBeGreaterThan(40), 10_000);
  await second.chat.stop();
  await client.ended('stopped');
  await second.ended('stopped');
  expect(second.shown()).toBe(client.shown());
  expect(TEXT.startsWith(second.shown())).toBe(true);
  second.connection.close();
});

it('keeps what was written when the model breaks off, and another answer is one call', async () => {
  await servers.plan({ text: TEXT, tokensPerSecond: 2_000, fault: { kind: 'cut', afterUnits: 200 } });
  await client.chat.ask('会断');
  await client.ended('failed');
  const failed = client.last();
  expect(failed?.text).toBe(TEXT.slice(0, failed?.text.length));
  expect(failed?.text.length).toBeGreaterThan(0);
  expect(failed?.error?.code).toBe('upstream_unavailable');
  await servers.plan({ text: '这次好了' });
  await client.chat.regenerate(failed?.id ?? '');
  await client.ended('complete');
  expect(client.shown()).toBe('这次好了');
  expect(client.chat.items.map(({ kind }) => kind)).toEqual(['question', 'answer']);
}, 30_000);

it('stops the answer and keeps what was written', async () => {
  await servers.plan({ text: TEXT, tokensPerSecond: 100 });
  await client.chat.ask('停');
  await vi.waitFor(() => expect(client.shown().length).toBeGreaterThan(20), 30_000);
  await client.chat.stop();
  await client.ended('stopped');
  const { items } = await client.api.messages(client.chat.topicId ?? '', null);
  expect(client.last()?.text).toBe(items[1]?.text);
  expect(client.last()?.text.length).toBeLessThan(TEXT.length);
}, 30_000);

it('follows a running answer after a reload of the page', async () => {
  await servers.plan({ text: TEXT, tokensPerSecond: 150, reasoning: '先想一想。'.repeat(10) });
  await client.chat.ask('重新载入');
  await vi.waitFor(() => expect(client.shown().length).toBeGreaterThan(100), 10_000);
  client.connection.close();
  client = await device();
  await vi.waitFor(() => expect(client.shown().length).toBeGreaterThan(100), 30_000);
  expect(client.last()?.status).toBe('streaming');
  await client.ended('complete');
  expect(client.last()?.text).toBe(TEXT);
  expect(client.last()?.reasoning).toBe('先想一想。'.repeat(10));
}, 60_000);

it('gets a new session where the server no longer takes the token, and stays the same user', async () => {
  await servers.plan({ text: '记住我' });
  await client.chat.ask('我是谁');
  await client.ended('complete');
  const { topicId } = client.chat;
  client.connection.close();
  uni.setStorageSync('account.session', { token: 'not.a.token', user: { id: 'u', name: 'n', kind: 'guest' } });
  client = await device();
  expect((await client.api.topics(null)).items.map(({ id }) => id)).toEqual([topicId]);
}, 30_000);

it('asks a suggestion without a word of the draft, and leaves an edit to its own question', async () => {
  const { chat } = client;
  for (let n = 0; n < 3; n += 1) await servers.plan({ text: '好' });
  await chat.ask('第一问');
  await client.ended('complete');
  chat.write('写了一半');
  await chat.ask('可以接着问的');
  expect(chat.draft).toBe('写了一半');
  await client.ended('complete');
  const question = chat.items.find((item) => item.kind === 'question');
  const questionId = question?.kind === 'question' ? question.id : '';
  chat.startEdit(questionId, '第一问');
  chat.write('第一问，改一下');

  // What is being worded anew waits with its topic, also over another one.
  const topicId = chat.topicId;
  await chat.open(null);
  expect([chat.editing, chat.draft]).toEqual([null, '']);
  await chat.open(topicId);
  expect([chat.editing, chat.draft]).toEqual([questionId, '第一问，改一下']);

  servers.setDown(true);
  servers.cut();
  await vi.waitFor(() => expect(client.connection.status()).toBe('connecting'));
  await chat.send();
  expect(chat.refusal?.code).toBe('offline');
  expect([chat.editing, chat.draft]).toEqual([questionId, '第一问，改一下']);
  servers.setDown(false);
  await client.online();
  await vi.waitFor(() => expect(chat.canSend).toBe(true));
  await chat.send();
  await client.ended('complete');
  expect([chat.editing, chat.draft]).toEqual([null, '写了一半']);
  expect(chat.items).toMatchObject([
    { kind: 'question', text: '第一问，改一下', place: { at: 2, ids: [questionId, expect.any(String)] } },
    { kind: 'answer', last: true },
  ]);
}, 30_000);

it('sends an edit whose question another device has switched away from, and shows it', async () => {
  const { chat } = client;
  for (let n = 0; n < 4; n += 1) await servers.plan({ text: '好' });
  await chat.ask('甲');
  await client.ended('complete');
  await chat.ask('乙');
  await client.ended('complete');
  const topicId = chat.topicId ?? '';
  const [first, , second] = (await client.api.messages(topicId, null)).items;
  chat.startEdit(second?.id ?? '', '乙');
  const other = await device();
  await other.chat.open(topicId);
  await vi.waitFor(() => expect(other.chat.phase).toBe('ready'));
  other.chat.startEdit(first?.id ?? '', '甲');
  other.chat.write('甲改');
  await other.chat.send();
  await other.ended('complete');
  const texts = (items: typeof chat.items) => items.flatMap((item) => (item.kind === 'question' ? [item.text] : []));
  await vi.waitFor(() => expect(texts(chat.items)).toEqual(['甲改']), 30_000);
  await client.ended('complete');

  chat.write('乙改');
  await chat.send();
  await vi.waitFor(() => expect(texts(chat.items)).toEqual(['甲', '乙改']), 30_000);
  await client.ended('complete');
  await vi.waitFor(() => expect(texts(other.chat.items)).toEqual(['甲', '乙改']), 30_000);
  other.connection.close();
}, 30_000);

it('goes to the end of a long topic with a question that is asked from its middle', async () => {
  const { chat, api } = client;
  await servers.plan({ text: '第 0 答' });
  await chat.ask('第 0 问');
  await client.ended('complete');
  const topicId = chat.topicId ?? '';
  for (let n = 1; n < 27; n += 1) {
    await servers.plan({ text: `第 ${n} 答` });
    await chat.ask(n === 2 ? '独一无二的一问' : `第 ${n} 问`);
    await vi.waitFor(() => expect(client.shown()).toBe(`第 ${n} 答`), 30_000);
    await client.ended('complete');
  }
  const [found] = (await api.search('独一无二', null)).items;
  const hit = found?.hits?.[0];
  expect(await chat.openAt(topicId, hit?.messageId ?? '', ['独一无二'])).toBeNull();
  expect(chat.hasNewer).toBe(true);
  expect(chat.sought).toMatchObject({ messageId: hit?.messageId });
  await chat.loadMore('newer');
  await servers.plan({ text: '最后一答' });
  await chat.ask('最后一问');
  await vi.waitFor(() => expect(chat.hasNewer).toBe(false), 30_000);
  await client.ended('complete');
  const { items } = await api.messages(topicId, null);
  const ids = chat.items.map((item) =>
    item.kind === 'answer' ? item.message.id : item.kind === 'question' ? item.id : '',
  );
  expect(ids.slice(-items.length)).toEqual(items.map(({ id }) => id));
  expect(items.at(-2)?.text).toBe('最后一问');
}, 60_000);
