import { randomUUID } from 'node:crypto';
import type { Message, Page, SourcesEvent, StageEvent } from '@huati/shared';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { closedGate } from './gate';
import { startBff, type Bff } from './harness';
import { CHAIN } from './known';
import { startWithGraphRag } from './knowledge';

const ENV = { ASKS_PER_MINUTE: '0', LLM_TITLES: 'off', LLM_SUMMARY: 'off' };
const SUM = { name: 'calculator', arguments: { expression: '12800 * 3.5%' } };
const QUESTION = '12800 元的 3.5% 是多少元？';

interface Wire {
  messages: { role: string; content: string; tool_calls?: object[]; tool_call_id?: string }[];
  tools?: { function: { name: string } }[];
  max_tokens: number;
}

let bff: Bff;
let close: () => Promise<void>;
afterEach(() => close());

const started = async (env: Record<string, string>): Promise<TestClient> => {
  bff = await startBff({ ...ENV, ...env });
  close = bff.close;
  return bff.client();
};
const sent = (): Wire[] => bff.model.completions().map(({ body }) => body as Wire);
const toolsOf = ({ tools = [] }: Wire): string[] => tools.map((tool) => tool.function.name);
const answered = async (client: TestClient, text: string, more: object = {}) => {
  const { answerId, ref, topicId } = await client.ask(text, more);
  const end = await client.done(answerId);
  const page = (await api(bff.url, client.token, `/api/topics/${topicId}/messages`)).body as Page<Message>;
  return { answerId, topicId, end, text: client.text(ref), stored: page.items.find(({ id }) => id === answerId) };
};
const events = <T>(client: TestClient, name: string): T[] =>
  client.events.filter((event) => event.name === name).map(({ args }) => args[0] as T);

describe.each(databases)('a tool on $name', ({ prepare }) => {
  it('is called in pieces on the way to an answer, told as a stage and a step, and kept', async () => {
    const client = await started(await prepare());
    // Each waits until whoever asks has heard of what is before it.
    const heard = (tool?: string) => () =>
      vi.waitFor(() => expect(events<StageEvent>(client, 'stage').map((stage) => stage.tool)).toContain(tool));
    bff.model.plan({ text: '我算一下。', toolCalls: [SUM], chunkSize: 3, held: heard() });
    bff.model.plan({ text: '是 448 元。', held: heard('calculator') });
    const { end, text, stored } = await answered(client, QUESTION);
    expect(end).toMatchObject({ status: 'complete', length: text.length });
    expect(text).toBe('我算一下。\n\n是 448 元。');
    const steps = [{ tool: 'calculator', input: '12800 * 3.5%', output: '448' }];
    expect(stored).toMatchObject({ text, steps });
    expect(events<SourcesEvent>(client, 'sources').at(-1)).toMatchObject({ sources: [], steps });
    expect(events<StageEvent>(client, 'stage')).toContainEqual(
      expect.objectContaining({ stage: 'thinking', tool: 'calculator' }),
    );
    const [first, second] = sent();
    expect(first && toolsOf(first)).toEqual(['calculator']);
    expect(second?.messages.slice(-2)).toMatchObject([
      {
        role: 'assistant',
        content: '我算一下。',
        tool_calls: [{ type: 'function', function: { name: 'calculator' } }],
      },
      { role: 'tool', content: '448' },
    ]);
    // The usage is that of both.
    expect(end.usage?.inputTokens).toBeGreaterThan(2 * (first?.messages.length ?? 0));
    const other = await bff.client();
    expect(await other.follow(stored?.id ?? '', 0)).toMatchObject({ text });
    await vi.waitFor(() => expect(events<SourcesEvent>(other, 'sources').at(-1)).toMatchObject({ steps }));
  });

  it('finds what is known under numbers behind those that are there, told before the words', async () => {
    const {
      bff: other,
      service,
      close: closeBoth,
    } = await startWithGraphRag({ ...ENV, ...(await prepare()), RAG_REWRITE: 'off' });
    [bff, close] = [other, closeBoth];
    const client = await bff.client();
    const [path, first, ...others] = CHAIN.records;
    service.planRetrieval({
      answer: { ...CHAIN, records: first ? [first] : [], graph: { ...CHAIN.graph, nodes: [], edges: [], paths: [] } },
    });
    // Each waits until what was found before it is told: whoever is late is told of what is cited alone.
    const begun = closedGate();
    const toldTimes = (times: number) =>
      vi.waitFor(() => expect(events<SourcesEvent>(client, 'sources').length).toBeGreaterThanOrEqual(times));
    bff.model.plan({
      text: '',
      toolCalls: [{ name: 'search', arguments: { query: '云岚科技收购了谁' } }],
      held: () => begun.opened,
    });
    bff.model.plan({ text: '收购了云图物流[3]。', held: () => toldTimes(2) });
    const { answerId } = await client.ask('青禾资本投资了谁，又收购了谁？');
    await vi.waitFor(() => expect(sent()).toHaveLength(1));
    await toldTimes(1);
    service.planRetrieval({ answer: { ...CHAIN, records: [...(path ? [path] : []), ...others] } });
    begun.open();
    expect(await client.done(answerId)).toMatchObject({ status: 'complete' });
    expect(sent().map(toolsOf)).toEqual([['search'], ['search']]);
    const result = sent()[1]?.messages.at(-1);
    expect(result?.role).toBe('tool');
    expect(result?.content).toContain('[3]');
    const told = events<SourcesEvent>(client, 'sources');
    expect(told[0]?.sources.map(({ n }) => n)).toEqual([1]);
    expect(told[1]?.sources.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
    expect(told[1]?.steps).toMatchObject([{ tool: 'search', input: '云岚科技收购了谁' }]);
    expect(told.at(-1)?.sources.map(({ n }) => n)).toEqual([3]);
    const names = client.events.map(({ name }) => name);
    expect(names.lastIndexOf('sources', names.indexOf('delta'))).toBeGreaterThan(names.indexOf('sources'));
    expect(events<StageEvent>(client, 'stage')).toContainEqual(
      expect.objectContaining({ stage: 'retrieving', tool: 'search' }),
    );
    expect(service.questions().at(-1)?.body).toMatchObject({ query: '云岚科技收购了谁' });
  });
});

describe('tools', () => {
  it('are offered only where they make sense', async () => {
    const client = await started({});
    await answered(client, '你好');
    await answered(client, '苹果是什么颜色的');
    expect(sent().map(toolsOf)).toEqual([[], []]);
    await close();
    const off = await started({ LLM_TOOLS: 'off' });
    await answered(off, QUESTION);
    expect(sent().map(toolsOf)).toEqual([[]]);
  });

  it('are done without where the endpoint refuses them, and not offered again', async () => {
    const client = await started({});
    bff.model.plan({ fault: { kind: 'status', status: 400 } });
    bff.model.plan({ text: '约 448 元。' });
    expect(await answered(client, QUESTION)).toMatchObject({ end: { status: 'complete' }, text: '约 448 元。' });
    expect(sent().map(toolsOf)).toEqual([['calculator'], []]);
    await answered(client, QUESTION);
    expect(toolsOf(sent()[2] ?? { messages: [], max_tokens: 0 })).toEqual([]);
  });

  it.each(['auto', 'on'])('are told of in words where the endpoint takes them but no results (%s)', async (setting) => {
    const client = await started({ LLM_TOOLS: setting });
    bff.model.plan({ text: '', toolCalls: [SUM] });
    bff.model.plan({ fault: { kind: 'status', status: 400 } });
    bff.model.plan({ text: '是 448 元。' });
    const { end, text, stored } = await answered(client, QUESTION);
    expect(end.status).toBe('complete');
    expect([text, stored?.steps?.length]).toEqual(['是 448 元。', 1]);
    const last = sent()[2];
    expect(last?.messages.every(({ role, tool_calls: calls }) => role !== 'tool' && calls === undefined)).toBe(true);
    expect(last?.messages.at(-1)).toMatchObject({ role: 'user' });
    expect(last?.messages.at(-1)?.content).toMatch(/^12800 元[^]*calculator[^]*12800 \* 3\.5%[^]*\n448$/);
    await answered(client, QUESTION);
    expect(toolsOf(sent()[3] ?? { messages: [], max_tokens: 0 })).toEqual(setting === 'on' ? ['calculator'] : []);
  });

  it.each([true, false])(
    "take nothing of the answer's own words by thoughts and calls (usage told: %s)",
    async (usage) => {
      const client = await started({ LLM_MAX_OUTPUT_TOKENS: '600' });
      bff.model.plan({ text: '', reasoning: '想一想。'.repeat(140), toolCalls: [SUM], usage });
      bff.model.plan({ text: '一共是四百四十八元。'.repeat(20), usage });
      expect((await answered(client, QUESTION)).end.status).toBe('complete');
      expect(sent().map((body) => body.max_tokens)).toEqual([600, 600]);
    },
  );

  it('are not offered where few words are left beside those that stand already', async () => {
    const client = await started({ LLM_MAX_OUTPUT_TOKENS: '600' });
    bff.model.plan({ text: '我先来算一算。'.repeat(20), toolCalls: [SUM] });
    bff.model.plan({ text: '是 448 元。' });
    expect((await answered(client, QUESTION)).end.status).toBe('complete');
    expect(sent().map(toolsOf)).toEqual([['calculator'], []]);
    expect(sent()[1]?.max_tokens).toBeGreaterThan(300);
  });

  it('may be called so often and no more, and an answer ends', async () => {
    const client = await started({});
    bff.model.setDefault({ text: '再算。', toolCalls: [SUM, SUM] });
    const { end, stored } = await answered(client, QUESTION);
    expect(end.status).toBe('complete');
    expect(stored?.steps).toHaveLength(6);
    expect(sent().map((body) => toolsOf(body).length)).toEqual([1, 1, 1, 0]);
  });

  it('answer in words where they are called wrongly, and none of it is a step', async () => {
    const client = await started({});
    const wrong = ['{"expression":', '{}', '[]', '{"expression":7}', '{"expression":"9^9^9"}'];
    bff.model.plan({
      text: '',
      toolCalls: [...wrong.map((given) => ({ name: 'calculator', arguments: given })), { name: 'rm', arguments: {} }],
    });
    bff.model.plan({ text: '算不了。' });
    const { end, stored } = await answered(client, QUESTION);
    expect(end.status).toBe('complete');
    expect(stored?.steps).toBeUndefined();
    const messages = sent()[1]?.messages ?? [];
    const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
    expect(results).toHaveLength(6);
    expect(results[0]).toContain('JSON object');
    expect(results[4]).toContain('cannot be calculated');
    expect(results[5]).toBe('There is no such tool.');
    const calls = messages.find(({ role }) => role === 'assistant')?.tool_calls as {
      function: { arguments: string };
    }[];
    for (const call of calls) expect(typeof JSON.parse(call.function.arguments)).toBe('object');
  });

  it('keep within the window: where no room is left for words nothing is called', async () => {
    const client = await started({ LLM_MAX_MODEL_LEN: '1000', LLM_MAX_OUTPUT_TOKENS: '500' });
    const long = `${'请看 '.repeat(150)}${QUESTION}`;
    bff.model.setDefault({ text: '再算。', toolCalls: [SUM] });
    expect((await answered(client, long)).end.status).toBe('complete');
    for (const { requests } of [bff.model]) for (const { status } of requests) expect(status ?? 200).toBe(200);
    for (const body of sent()) expect(body.max_tokens).toBeGreaterThan(100);
  });

  it('stop where the user stops', async () => {
    const client = await started({});
    bff.model.plan({ text: '我算', toolCalls: [SUM], tokensPerSecond: 1 });
    const { answerId } = await client.ask(QUESTION);
    await vi.waitFor(() => expect(sent()).toHaveLength(1));
    expect(await client.call('stop', { answerId })).toMatchObject({ ok: true });
    expect((await client.done(answerId)).status).toBe('stopped');
    expect(sent()).toHaveLength(1);
  });

  it('are listed once where another process does anew what nobody has seen a word of', async () => {
    const client = await started({});
    bff.model.plan({ text: '', toolCalls: [SUM] });
    bff.model.plan({ text: '是 448 元。', firstTokenDelayMs: 60_000 });
    const { answerId, topicId } = await client.ask(QUESTION);
    await vi.waitFor(() => expect(sent()).toHaveLength(2));
    const other = { name: 'calculator', arguments: { expression: '12800 * 35 / 1000' } };
    bff.model.plan({ text: '', toolCalls: [other] });
    bff.model.plan({ text: '是 448 元。' });
    await bff.restart();
    const again = await bff.client();
    // It may have ended before anybody could follow it.
    await vi.waitFor(async () => expect((await again.follow(answerId, 0)).status).toBe('complete'), {
      timeout: 15_000,
    });
    const page = (await api(bff.url, again.token, `/api/topics/${topicId}/messages`)).body as Page<Message>;
    expect(page.items.find(({ id }) => id === answerId)?.steps).toEqual([
      { tool: 'calculator', input: '12800 * 35 / 1000', output: '448' },
    ]);
  }, 20_000);

  it('are not called by a text that goes on', async () => {
    const client = await started({ LLM_CONTINUE: 'on' });
    const followed = closedGate();
    bff.model.setDefault({ text: '一共是四百四十八元，这是按百分之三点五算出来的结果。', toolCalls: [SUM] });
    bff.model.plan({ fault: { kind: 'stall', afterUnits: 8 } });
    bff.model.plan({ held: () => followed.opened });
    const ack = await client.call('ask', { askId: randomUUID(), text: '算 128 和 36 之和' });
    const { answerId } = ack as unknown as { answerId: string };
    await vi.waitFor(() => expect(client.events.some(({ name }) => name === 'delta')).toBe(true));
    await bff.restart();
    const again = await bff.client();
    await again.follow(answerId, 0);
    followed.open();
    expect((await again.done(answerId)).status).toBe('complete');
    expect(toolsOf(sent()[1] ?? { messages: [], max_tokens: 0, tools: [{ function: { name: 'none' } }] })).toEqual([]);
  });
});
