import { describe, expect, it } from 'vitest';
import { standAlone } from '../src/model/demo/standing-alone';
import { ask, type interpret, readStream, start } from './client';

const TOOLS = [
  { type: 'function', function: { name: 'search', parameters: { properties: { query: { type: 'string' } } } } },
  { type: 'function', function: { name: 'calculator', parameters: { properties: { term: { type: 'string' } } } } },
];

interface CallDelta {
  tool_calls?: { index: number; id?: string; function: { name?: string; arguments: string } }[];
}

/** The calls of a streamed answer, put together again. */
function callsIn({ events }: ReturnType<typeof interpret>): { id: string; name: string; arguments: string }[] {
  const calls: { id: string; name: string; arguments: string }[] = [];
  for (const { delta } of events.flatMap(({ choices = [] }) => choices)) {
    for (const { index, id, function: called } of (delta as CallDelta).tool_calls ?? []) {
      const call = (calls[index] ??= { id: id ?? '', name: called.name ?? '', arguments: '' });
      call.arguments += called.arguments;
    }
  }
  return calls;
}

describe('calling functions', () => {
  it('streams planned calls in pieces, behind the text, where functions are offered', async () => {
    const server = await start();
    const toolCalls = [
      { name: 'search', arguments: { query: '鹿泠智能' }, id: 'call_a' },
      { name: 'calculator', arguments: '{"term":"1+1"' },
    ];
    server.plan({ text: '查一下。', toolCalls }, { times: 2 });
    const read = await readStream(await ask(server, { tools: TOOLS }));
    expect(read).toMatchObject({ text: '查一下。', finishReason: 'tool_calls', done: true });
    expect(callsIn(read)).toEqual([
      { id: 'call_a', name: 'search', arguments: '{"query":"鹿泠智能"}' },
      { id: expect.stringMatching(/^chatcmpl-tool-/) as string, name: 'calculator', arguments: '{"term":"1+1"' },
    ]);
    expect(read.events.length).toBeGreaterThan(8);
    expect(await readStream(await ask(server))).toMatchObject({ text: '查一下。', finishReason: 'stop' });
  });

  it('gives calls whole where nothing is streamed', async () => {
    const server = await start({ plan: { toolCalls: [{ name: 'search', arguments: {}, id: 'x' }] } });
    const answer: unknown = await (await ask(server, { tools: TOOLS, stream: false })).json();
    const call = { id: 'x', type: 'function', function: { name: 'search', arguments: '{}' } };
    const message = { content: null, tool_calls: [call] };
    expect(answer).toMatchObject({ choices: [{ message, finish_reason: 'tool_calls' }] });
  });

  it('refuses them as vLLM does where it was not started for them', async () => {
    const server = await start({ tools: false });
    expect((await ask(server, { tools: TOOLS })).status).toBe(400);
    expect((await ask(server, { tools: [] })).status).toBe(200);
  });

  it('counts what is offered, called and told into the prompt', async () => {
    const server = await start();
    const called = { id: 'x', type: 'function', function: { name: 'calculator', arguments: '{"term":"1+1"}' } };
    const messages = [
      { role: 'user', content: '1+1' },
      { role: 'assistant', content: '', tool_calls: [called] },
      { role: 'tool', content: '2', tool_call_id: 'x' },
    ];
    const counted = async (body: object): Promise<number> => {
      const answer = await fetch(`${server.url}/tokenize`, { method: 'POST', body: JSON.stringify(body) });
      return ((await answer.json()) as { count: number }).count;
    };
    const whole = await counted({ messages, tools: TOOLS });
    expect(whole).toBeGreaterThan(await counted({ messages }));
    const read = await readStream(
      await ask(server, { messages, tools: TOOLS, stream_options: { include_usage: true } }),
    );
    expect(read.usage).toMatchObject({ prompt_tokens: whole });
  });
});

describe('the demo and the calculator', () => {
  it.each([
    ['3.5% 的 12800 是多少', '3.5% * 12800'],
    ['12,800 的 3.5% 是多少？', '12,800 * 3.5%'],
    ['算一下 (12 + 3) * 4', '(12 + 3) * 4'],
  ])('%s: has it calculated, and tells the result', async (question, term) => {
    const server = await start();
    const asked = { role: 'user', content: question };
    const first = await readStream(await ask(server, { messages: [asked], tools: TOOLS }));
    const [call] = callsIn(first);
    expect(call).toMatchObject({ name: 'calculator', arguments: JSON.stringify({ term }) });
    const messages = [
      asked,
      { role: 'assistant', content: null, tool_calls: [{ id: call?.id, type: 'function', function: call }] },
      { role: 'tool', content: '448', tool_call_id: call?.id },
    ];
    const second = await readStream(await ask(server, { messages, tools: TOOLS }));
    expect(second).toMatchObject({ finishReason: 'stop' });
    expect(second.text).toContain('**448**');
  });

  it('does without where it is not offered, or nothing is to be calculated', async () => {
    const server = await start();
    const messages = [{ role: 'user', content: '鹿泠智能 2025 年的 B 轮是哪天？' }];
    expect(callsIn(await readStream(await ask(server, { messages, tools: TOOLS })))).toEqual([]);
    expect((await readStream(await ask(server, { messages: [{ role: 'user', content: '2 * 3' }] }))).text).toContain(
      '6',
    );
  });
});

describe('a question that stands alone', () => {
  const talk = 'Person: 谁投资了鹿泠智能？\nAssistant: 砚池资本投资了鹿泠智能。\n---\n';
  it.each([
    ['它收购了谁？', '鹿泠智能收购了谁？'],
    ['那这家公司的总部在哪里？', '鹿泠智能的总部在哪里？'],
    ['那灯鹊传感呢？', '谁投资了灯鹊传感？'],
    ['汐岚物流收购了谁？', '汐岚物流收购了谁？'],
  ])('%s', (question, alone) => {
    expect(standAlone(`${talk}${question}`)).toBe(alone);
  });

  it('stays as it is where nothing was named', () => {
    expect(standAlone('Person: 你好\nAssistant: 你好\n---\n它是什么？')).toBe('它是什么？');
    expect(standAlone('它是什么？')).toBe('它是什么？');
  });
});
