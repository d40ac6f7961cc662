import { randomUUID } from 'node:crypto';
import type { Message, Page } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from './client';
import { databases } from './databases';
import { closedGate } from './gate';
import { startBff, type Bff } from './harness';

describe.each(databases)('chat on $name', ({ prepare }) => {
  let bff: Bff;
  beforeAll(async () => {
    bff = await startBff({ ASKS_PER_MINUTE: '0', ...(await prepare()) });
  });
  afterAll(() => bff.close());
  beforeEach(() => {
    bff.model.clear();
  });
  const history = async (token: string, topicId: string): Promise<Message[]> => {
    const { body } = await api(bff.url, token, `/api/topics/${topicId}/messages`);
    return (body as Page<Message>).items;
  };

  it('streams the exact text, tells the end, and stores what it streamed', async () => {
    const text = '第一行\n\n```ts\nconst 话 = "😀𠮷";\n```\n' + '长'.repeat(1200);
    bff.model.plan({ text, splitSurrogates: true, splitBytesAt: 7, tokensPerSecond: 2000 });
    const client = await bff.client();
    const { answerId, questionId, topicId, ref } = await client.ask('𠮷野家😀怎么样？');
    const end = await client.done(answerId);
    expect(end).toMatchObject({ status: 'complete', length: text.length });
    expect(end.usage?.outputTokens).toBeGreaterThan(0);
    expect(client.text(ref)).toBe(text);

    const [question, answer] = await history(client.token, topicId);
    expect(question).toMatchObject({ id: questionId, role: 'user', text: '𠮷野家😀怎么样？', parentId: null });
    expect(answer).toMatchObject({ id: answerId, text, status: 'complete', parentId: questionId, usage: end.usage });
    expect(bff.model.completions().at(-1)?.sentText).toBe(text);
  });

  it('acknowledges an ask before its first delta, and never splits a pair', async () => {
    bff.model.plan({ text: '😀'.repeat(500), tokensPerSecond: 1500 });
    const client = await bff.client();
    const order: string[] = [];
    client.socket.onAny((name: string) => order.push(name));
    const asked = new Promise<string>((resolve, reject) => {
      client.socket.emit('ask', { askId: randomUUID(), text: '表情' }, (ack) => {
        order.push('ack');
        if (ack.ok) resolve(ack.answerId);
        else reject(new Error(ack.error.code));
      });
    });
    await client.done(await asked);
    expect(order.indexOf('ack')).toBeLessThan(order.indexOf('delta'));
    for (const { name, args } of client.events) {
      if (name === 'delta') expect(String(args[2]).isWellFormed()).toBe(true);
    }
  });

  it('streams thinking apart from the text', async () => {
    bff.model.plan({ text: '四', reasoning: '二加二……', reasoningField: 'reasoning' });
    bff.model.plan({ text: '五', reasoning: '二加三……', reasoningField: 'reasoning_content' });
    const client = await bff.client();
    for (const [text, reasoning] of [
      ['四', '二加二……'],
      ['五', '二加三……'],
    ]) {
      const { answerId, ref, topicId } = await client.ask('算');
      await client.done(answerId);
      expect([client.text(ref), client.reasoning(ref)]).toEqual([text, reasoning]);
      expect((await history(client.token, topicId)).at(-1)).toMatchObject({ text, reasoning });
    }
  });

  it('starts one generation for the same askId, however often and at once it comes', async () => {
    bff.model.setDefault({ text: '只此一次', tokensPerSecond: 20 });
    const [one, two] = [await bff.client(), await bff.client()];
    const askId = randomUUID();
    const results = await Promise.all([one, two, one, two].map((client) => client.ask('一次', { askId })));
    const [first] = results;
    for (const { answerId, topicId, questionId } of results) {
      expect({ answerId, topicId, questionId }).toEqual({
        answerId: first?.answerId,
        topicId: first?.topicId,
        questionId: first?.questionId,
      });
    }
    await Promise.all([one, two].map((client) => client.done(first?.answerId ?? '')));
    expect(bff.model.completions()).toHaveLength(1);
    expect(await history(one.token, first?.topicId ?? '')).toHaveLength(2);
    bff.model.setDefault({ text: '你好，世界' });
  });

  it('follows from any offset while it runs', async () => {
    // It takes minutes: it ends by being stopped, and never before.
    const text = '甲乙丙丁😀'.repeat(900);
    bff.model.plan({ text, tokensPerSecond: 40 });
    const asker = await bff.client();
    const { answerId, ref } = await asker.ask('数');
    await vi.waitFor(() => expect(asker.text(ref).length).toBeGreaterThan(20));
    asker.socket.disconnect();

    const other = await bff.client();
    const middle = await other.follow(answerId, 10);
    expect(middle).toMatchObject({ status: 'streaming', offset: 10 });
    const start = text.slice(0, 10) + middle.text;
    expect(text.startsWith(start)).toBe(true);
    await vi.waitFor(() => expect(other.text(middle.ref).length).toBeGreaterThan(start.length + 20));
    expect(await other.call('stop', { answerId })).toMatchObject({ ok: true });
    const { length } = await other.done(answerId);
    expect(length).toBeGreaterThan(start.length + 20);
    const deltas = other.events.filter(({ name, args }) => name === 'delta' && args[0] === middle.ref);
    expect(start + deltas.map(({ args }) => args[2]).join('')).toBe(text.slice(0, length));
  });

  it('comes to its end without who asked, and follows from any offset after', async () => {
    const text = '甲乙丙丁😀'.repeat(60);
    const left = closedGate();
    bff.model.plan({ text, held: () => left.opened });
    const asker = await bff.client();
    const { answerId } = await asker.ask('数');
    asker.socket.disconnect();
    const other = await bff.client();
    const begun = await other.follow(answerId, 0);
    expect(begun).toMatchObject({ status: 'streaming', text: '' });
    left.open();
    expect(await other.done(answerId)).toMatchObject({ length: text.length, status: 'complete' });
    expect(other.text(begun.ref)).toBe(text);

    const late = await other.follow(answerId, text.length - 3);
    expect(late).toMatchObject({
      status: 'complete',
      length: text.length,
      offset: text.length - 3,
      text: text.slice(-3),
    });
    expect((await other.follow(answerId, 1e9)).offset).toBe(text.length);
    expect((await other.follow(answerId, 6)).text).toBe(text.slice(6));
    expect(await other.follow(answerId, 5)).toMatchObject({ offset: 4, text: text.slice(4) });
  });

  it('stops the generation at the model and keeps what is written', async () => {
    bff.model.plan({ text: undefined, length: 1500, tokensPerSecond: 100 });
    const client = await bff.client();
    const { answerId, topicId, ref } = await client.ask('写长文');
    await vi.waitFor(() => expect(client.text(ref).length).toBeGreaterThan(10));
    expect(await client.call('stop', { answerId })).toMatchObject({ ok: true, status: 'stopped' });
    const end = await client.done(answerId);
    expect(client.text(ref)).toHaveLength(end.length);
    expect((await history(client.token, topicId)).at(-1)).toMatchObject({ status: 'stopped', text: client.text(ref) });
    await vi.waitFor(() => expect(bff.model.completions().at(-1)?.outcome).toBe('aborted'));
    expect(await client.call('stop', { answerId })).toMatchObject({ ok: true, status: 'stopped' });
  });

  it('sends the history of the topic along, and only of the topic', async () => {
    const client = await bff.client();
    const one = await client.ask('我叫小米');
    await client.done(one.answerId);
    const two = await client.ask('我叫什么？', { topicId: one.topicId });
    await client.done(two.answerId);
    expect(two.topicId).toBe(one.topicId);
    const body = bff.model.completions().at(-1)?.body as { messages: { role: string; content: string }[] };
    expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(body.messages.slice(1).map(({ content }) => content)).toEqual(['我叫小米', '你好，世界', '我叫什么？']);
  });

  it('writes another answer to the same question and keeps both', async () => {
    const client = await bff.client();
    const { answerId, questionId, topicId } = await client.ask('再来');
    await client.done(answerId);
    const askId = randomUUID();
    const again = await client.call('regenerate', { askId, answerId });
    const repeated = await client.call('regenerate', { askId, answerId });
    expect(again).toMatchObject({ ok: true });
    expect(repeated).toEqual(again);
    const second = again as unknown as { answerId: string };
    await client.done(second.answerId);
    const answers = (await history(client.token, topicId)).filter(({ role }) => role === 'assistant');
    expect(answers.map(({ id, parentId }) => [id, parentId])).toEqual([
      [answerId, questionId],
      [second.answerId, questionId],
    ]);
    expect(bff.model.completions()).toHaveLength(2);
  });

  it('has the history and the answers after a restart', async () => {
    const client = await bff.client();
    const { answerId, topicId } = await client.ask('记住');
    await client.done(answerId);
    await bff.restart();
    const items = await history(client.token, topicId);
    expect(items.map(({ status, text }) => [status, text])).toEqual([
      ['complete', '记住'],
      ['complete', '你好，世界'],
    ]);
    expect((await (await bff.client()).follow(answerId, 0)).text).toBe('你好，世界');
  });

  it("treats other people's things as absent", async () => {
    const mine = await bff.client('one');
    const { answerId, topicId } = await mine.ask('我的');
    await mine.done(answerId);
    const theirs = await bff.client('two');
    const notFound = { ok: false, error: { code: 'not_found' } };
    expect(await theirs.call('follow', { answerId, offset: 0 })).toMatchObject(notFound);
    expect(await theirs.call('stop', { answerId })).toMatchObject(notFound);
    expect(await theirs.call('regenerate', { askId: randomUUID(), answerId })).toMatchObject(notFound);
    expect(await theirs.call('ask', { askId: randomUUID(), topicId, text: '?' })).toMatchObject(notFound);
    for (const [method, path, body] of [
      ['GET', `/api/topics/${topicId}/messages`, undefined],
      ['GET', `/api/topics/${topicId}`, undefined],
      ['PATCH', `/api/topics/${topicId}`, { title: 'x' }],
      ['DELETE', `/api/topics/${topicId}`, undefined],
    ] as const) {
      expect((await api(bff.url, theirs.token, path, { method, body })).status).toBe(404);
    }
  });
});
