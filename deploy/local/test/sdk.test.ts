import OpenAI, { APIError, RateLimitError } from 'openai';
import { describe, expect, it, vi } from 'vitest';
import type { ModelServer } from '../src/model/server';
import { start } from './client';

const MESSAGES = [{ role: 'user' as const, content: '你好' }];

function connect(server: ModelServer): OpenAI {
  return new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
}

describe('through the openai SDK', () => {
  it('streams text, reasoning, the reason and usage', async () => {
    const server = await start({ plan: { length: 500, reasoning: '先想一想', splitBytesAt: 7 } });
    const stream = await connect(server).chat.completions.create({
      model: 'huati-demo',
      messages: MESSAGES,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let reasoning = '';
    let reason: string | null = null;
    let tokens: number | undefined;
    for await (const chunk of stream) {
      const [choice] = chunk.choices;
      text += choice?.delta.content ?? '';
      reasoning += (choice?.delta as { reasoning_content?: string } | undefined)?.reasoning_content ?? '';
      reason = choice?.finish_reason ?? reason;
      tokens = chunk.usage?.completion_tokens ?? tokens;
    }
    expect(text).toHaveLength(500);
    expect({ text, reasoning, reason }).toEqual({
      text: server.requests[0]?.sentText,
      reasoning: '先想一想',
      reason: 'stop',
    });
    expect(tokens).toBeGreaterThan(100);
    expect(server.requests[0]?.headers.authorization).toBe('masked');
  });

  it('is aborted in the middle', async () => {
    const server = await start({ plan: { length: 2_000, tokensPerSecond: 200 } });
    const stream = await connect(server).chat.completions.create({
      model: 'huati-demo',
      messages: MESSAGES,
      stream: true,
    });
    let chunks = 0;
    for await (const chunk of stream) {
      chunks += chunk.choices.length;
      if (chunks === 10) stream.controller.abort();
    }
    await vi.waitFor(() => expect(server.requests[0]?.outcome).toBe('aborted'));
  });

  it('gets errors it knows', async () => {
    const server = await start({ plan: { text: '一二' } });
    const client = connect(server);
    const request = { model: 'huati-demo', messages: MESSAGES, stream: true as const };
    server.plan({ fault: { kind: 'status', status: 429, retryAfterSeconds: 1 } });
    await expect(client.chat.completions.create(request)).rejects.toBeInstanceOf(RateLimitError);
    server.plan({ fault: { kind: 'errorChunk', afterUnits: 1, message: 'out of memory' } });
    const stream = await client.chat.completions.create(request);
    const reading = (async () => {
      for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
    })();
    await expect(reading).rejects.toThrow(/out of memory/);
    await expect(reading).rejects.toBeInstanceOf(APIError);
  });

  it('completes in one piece, lists models and embeds', async () => {
    const server = await start({ plan: { text: '好' } });
    const client = connect(server);
    const whole = await client.chat.completions.create({ model: 'huati-demo', messages: MESSAGES });
    expect(whole.choices[0]?.message.content).toBe('好');
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['huati-demo']);
    const embedded = await client.embeddings.create({ model: 'huati-demo', input: '好' });
    expect(embedded.data[0]?.embedding).toHaveLength(256);
  });
});
