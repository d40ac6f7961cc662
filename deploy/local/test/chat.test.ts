import { hasLoneSurrogate } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { ask, piecesOf, readStream, splitEvents, start } from './client';

const MIXED = '你好，😀 world 𠮷野家 👨‍👩‍👧 and some plain text.';

describe('a streamed completion', () => {
  it('carries exactly the planned text, begins with the role and ends with a reason and [DONE]', async () => {
    const server = await start({ plan: { text: MIXED } });
    const response = await ask(server);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const { text, finishReason, done, events, usage } = await readStream(response);
    expect(text).toBe(MIXED);
    expect(events[0]?.choices?.[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect({ finishReason, done, usage }).toEqual({ finishReason: 'stop', done: true, usage: undefined });
    expect(server.requests).toMatchObject([
      { path: '/v1/chat/completions', outcome: 'complete', sentText: MIXED, status: 200 },
    ]);
  });

  it('sends usage last, in an event without choices, where it is asked for', async () => {
    const server = await start({ plan: { text: '一二三四' } });
    const { events, usage } = await readStream(await ask(server, { stream_options: { include_usage: true } }));
    expect(events.at(-1)?.choices).toEqual([]);
    expect(usage).toEqual({ prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 });
    server.plan({ usage: false });
    expect((await readStream(await ask(server, { stream_options: { include_usage: true } }))).usage).toBeUndefined();
    server.plan({ usage: { prompt_tokens: 1 } });
    const planned = await readStream(await ask(server, { stream_options: { include_usage: true } }));
    expect(planned.usage).toEqual({ prompt_tokens: 1 });
  });

  it.each(['reasoning', 'reasoning_content'] as const)('streams %s before the text', async (field) => {
    const server = await start({ plan: { text: '答', reasoning: '想一想', reasoningField: field } });
    const { events, reasoning, text } = await readStream(await ask(server));
    expect({ reasoning, text }).toEqual({ reasoning: '想一想', text: '答' });
    expect(events[1]?.choices?.[0]?.delta).toEqual({ [field]: '想' });
    expect(server.requests[0]).toMatchObject({ sentReasoning: '想一想', sentText: '答', chunksSent: 4 });
  });

  it('generates text of exactly the planned length that differs everywhere', async () => {
    const server = await start({ maxModelLen: 1_000_000 });
    for (const length of [0, 1, 2, 77, 5_000]) {
      server.plan({ length });
      const { text } = await readStream(await ask(server));
      expect(text).toHaveLength(length);
      expect(hasLoneSurrogate(text)).toBe(false);
    }
    server.plan({ length: 5_000 });
    expect((await readStream(await ask(server))).text).toMatch(/[\u{1F600}-\u{1F64F}][^]*\u{20BB7}/u);
  });

  it('ends without a reason where the plan has none', async () => {
    const server = await start({ plan: { text: '好', finishReason: null } });
    expect(await readStream(await ask(server))).toMatchObject({ text: '好', finishReason: null, done: true });
  });
});

describe('how the text is cut', () => {
  it('sends chunks of the planned size, never inside a pair by itself', async () => {
    const server = await start({ plan: { text: 'ab😀cd😀', chunkSize: 3 } });
    const pieces = (await readStream(await ask(server))).events.map((event) => event.choices?.[0]?.delta.content);
    expect(pieces).toEqual(['', 'ab', '😀c', 'd😀', '']);
    server.plan({ chunkSize: 1 });
    expect((await readStream(await ask(server))).events.map((event) => event.choices?.[0]?.delta.content)).toEqual([
      '',
      'a',
      'b',
      '😀',
      'c',
      'd',
      '😀',
      '',
    ]);
  });

  it('splits pairs into two events of \\u escapes where planned', async () => {
    const server = await start({ plan: { text: 'a😀', splitSurrogates: true } });
    const body = await (await ask(server)).text();
    const contents = splitEvents(body).flatMap((event) => /"content":(".*?")/.exec(event)?.[1] ?? []);
    expect(contents).toEqual(['""', '"a"', '"\\ud83d"', '"\\ude00"', '""']);
    expect(server.requests[0]?.sentText).toBe('a😀');
  });

  it('writes bytes cut inside a character', async () => {
    const server = await start({ plan: { text: MIXED, splitBytesAt: 5, tokensPerSecond: 500 } });
    const response = await ask(server);
    const pieces: Uint8Array[] = [];
    for await (const piece of piecesOf(response)) pieces.push(piece);
    const broken = pieces.filter((piece) => Buffer.from(piece).toString('utf8').includes('\uFFFD'));
    // TCP may still join a few on the way.
    expect(pieces.length).toBeGreaterThan(Buffer.concat(pieces).length / 5 / 2);
    expect(broken.length).toBeGreaterThan(0);
    expect((await readStream(new Response(Buffer.concat(pieces)))).text).toBe(MIXED);
  });

  it('gathers events into one write', async () => {
    const server = await start({ plan: { text: '一二三四五六七八', coalesceWrites: 4, tokensPerSecond: 100 } });
    const response = await ask(server);
    const counts: number[] = [];
    for await (const piece of piecesOf(response)) counts.push(splitEvents(Buffer.from(piece).toString('utf8')).length);
    // The role, eight characters, the end and [DONE] are eleven events.
    expect(counts).toEqual([4, 4, 3]);
  });
});

describe('limits', () => {
  it.each(['max_tokens', 'max_completion_tokens'])('honours %s and says so', async (name) => {
    const server = await start({ plan: { text: '一二三四五', reasoning: '想' } });
    const cut = await readStream(await ask(server, { [name]: 3, stream_options: { include_usage: true } }));
    expect(cut).toMatchObject({
      reasoning: '想',
      text: '一二',
      finishReason: 'length',
      usage: { completion_tokens: 3 },
    });
    const whole = await readStream(await ask(server, { [name]: 6 }));
    expect(whole).toMatchObject({ text: '一二三四五', finishReason: 'stop' });
  });

  it('refuses what does not fit into the context, to the token', async () => {
    const server = await start({ plan: { text: '好' }, maxModelLen: 100 });
    expect((await ask(server, { max_tokens: 90 })).status).toBe(200);
    const refused = await ask(server, { max_tokens: 91 });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error: {
        type: 'BadRequestError',
        code: 400,
        message: expect.stringContaining('maximum context length is 100 tokens') as string,
      },
    });
    const long = await ask(server, { messages: [{ role: 'user', content: '长'.repeat(100) }] });
    expect(long.status).toBe(400);
  });
});

describe('continue_final_message', () => {
  const continued = (text: string) => ({
    messages: [
      { role: 'user', content: '说' },
      { role: 'assistant', content: text },
    ],
    continue_final_message: true,
    add_generation_prompt: false,
  });

  it('goes on after what is written, without thinking again', async () => {
    const server = await start({ plan: { text: '一二三😀四五', reasoning: '想' } });
    const { text, reasoning, finishReason } = await readStream(await ask(server, continued('一二三')));
    expect({ text, reasoning, finishReason }).toEqual({ text: '😀四五', reasoning: '', finishReason: 'stop' });
  });

  it('goes on in the demo answer too', async () => {
    const server = await start();
    const messages = [{ role: 'user', content: '表格' }];
    const whole = (await readStream(await ask(server, { messages }))).text;
    const head = whole.slice(0, 50);
    const more = { ...continued(head), messages: [...messages, { role: 'assistant', content: head }] };
    expect((await readStream(await ask(server, more))).text).toBe(whole.slice(50));
  });

  it('refuses what contradicts itself', async () => {
    const server = await start();
    expect((await ask(server, { ...continued('一'), add_generation_prompt: true })).status).toBe(400);
    expect((await ask(server, { continue_final_message: true, add_generation_prompt: false })).status).toBe(400);
  });
});

describe('a completion in one piece', () => {
  it('answers in OpenAI’s shape', async () => {
    const server = await start({ plan: { text: MIXED, reasoning: '想' } });
    const body: unknown = await (await ask(server, { stream: false })).json();
    expect(body).toMatchObject({
      object: 'chat.completion',
      model: 'huati-demo',
      choices: [
        { index: 0, message: { role: 'assistant', content: MIXED, reasoning_content: '想' }, finish_reason: 'stop' },
      ],
      usage: { prompt_tokens: 10 },
    });
    expect(server.requests[0]).toMatchObject({ outcome: 'complete', sentText: MIXED });
  });

  it('takes the time that generating takes', async () => {
    const server = await start({ plan: { text: '十'.repeat(20), tokensPerSecond: 100, firstTokenDelayMs: 100 } });
    const startedAt = performance.now();
    await (await ask(server, { stream: false })).json();
    expect(performance.now() - startedAt).toBeGreaterThan(290);
  });
});
