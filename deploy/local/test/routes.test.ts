import { describe, expect, it } from 'vitest';
import { ask, post, start } from './client';

describe('GET', () => {
  it('/v1/models names the model and its context', async () => {
    const server = await start({ models: ['one', 'two'], maxModelLen: 4_096 });
    const response = await fetch(`${server.url}/v1/models`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      object: 'list',
      data: [
        { id: 'one', object: 'model', max_model_len: 4_096 },
        { id: 'two', object: 'model', max_model_len: 4_096 },
      ],
    });
  });

  it('/health answers, and is not recorded', async () => {
    const server = await start();
    const response = await fetch(`${server.url}/health`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
    expect(server.requests).toEqual([]);
  });
});

describe('POST /tokenize', () => {
  it('counts a token for a Han character or an emoji and for four other letters', async () => {
    const server = await start();
    const counts: [string, number][] = [
      ['', 0],
      ['你好', 2],
      ['😀𠮷', 2],
      ['abcd', 1],
      ['abcde', 2],
      ['a你b', 3],
    ];
    for (const [prompt, count] of counts) {
      const body = await (await post(`${server.url}/tokenize`, { model: 'huati-demo', prompt })).json();
      expect(body).toMatchObject({ count, max_model_len: 10_000 });
      expect((body as { tokens: number[] }).tokens).toHaveLength(count);
    }
  });

  it('counts messages exactly as usage does', async () => {
    const server = await start({ plan: { text: '好' } });
    const messages = [
      { role: 'system', content: 'Answer briefly.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: '你好，' },
          { type: 'text', text: 'world' },
        ],
      },
    ];
    const counted = (await (await post(`${server.url}/tokenize`, { messages })).json()) as { count: number };
    const completed = await (await ask(server, { messages, stream: false })).json();
    expect(completed).toMatchObject({ usage: { prompt_tokens: counted.count } });
    const bare = await (await post(`${server.url}/tokenize`, { messages, add_generation_prompt: false })).json();
    expect(bare).toMatchObject({ count: counted.count - 3 });
  });

  it('refuses neither prompt nor messages', async () => {
    const server = await start();
    expect((await post(`${server.url}/tokenize`, { model: 'huati-demo' })).status).toBe(400);
  });
});

interface Embeddings {
  data: { index: number; embedding: number[] }[];
  usage: { prompt_tokens: number };
}

describe('POST /v1/embeddings', () => {
  const dot = (left: number[], right: number[]) => left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);

  it('gives normalised vectors, the same for the same text and near for similar ones', async () => {
    const server = await start();
    const input = ['报销流程是什么', '报销的流程是怎样的', 'unrelated English words', '报销流程是什么', ''];
    const body = (await (
      await post(`${server.url}/v1/embeddings`, { model: 'huati-demo', input })
    ).json()) as Embeddings;
    const [first = [], near = [], far = [], same = [], empty = []] = body.data.map(({ embedding }) => embedding);
    expect(body.data.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    for (const vector of [first, near, far, empty]) {
      expect(vector).toHaveLength(256);
      expect(dot(vector, vector)).toBeCloseTo(1, 9);
    }
    expect(same).toEqual(first);
    expect(dot(first, near)).toBeGreaterThan(dot(first, far) + 0.3);
    expect(body.usage.prompt_tokens).toBe(7 + 9 + 6 + 7);
  });

  it('gives base64 of 32-bit floats where asked', async () => {
    const server = await start();
    const one = { model: 'huati-demo', input: '报销' };
    const floats = (await (await post(`${server.url}/v1/embeddings`, one)).json()) as Embeddings;
    const coded = (await (await post(`${server.url}/v1/embeddings`, { ...one, encoding_format: 'base64' })).json()) as {
      data: { embedding: string }[];
    };
    const bytes = Buffer.from(coded.data[0]?.embedding ?? '', 'base64');
    const decoded = Array.from({ length: 256 }, (_, at) => bytes.readFloatLE(at * 4));
    expect(decoded).toEqual(floats.data[0]?.embedding.map(Math.fround));
  });
});

describe('POST /v1/rerank', () => {
  it('puts the nearest document first and keeps the places of all', async () => {
    const server = await start();
    const documents = ['食堂的开放时间', { text: '差旅报销的流程' }, '报销'];
    const request = { model: 'huati-demo', query: '差旅报销流程', documents };
    const body = (await (await post(`${server.url}/v1/rerank`, request)).json()) as {
      results: { index: number; relevance_score: number; document: { text: string } }[];
    };
    expect(body.results.map(({ index }) => index)).toEqual([1, 2, 0]);
    expect(body.results[0]?.document).toEqual({ text: '差旅报销的流程' });
    for (const { relevance_score } of body.results) {
      expect(relevance_score).toBeGreaterThanOrEqual(0);
      expect(relevance_score).toBeLessThanOrEqual(1);
    }
    const top = await (await post(`${server.url}/v1/rerank`, { ...request, top_n: 1 })).json();
    expect(top).toMatchObject({ results: [{ index: 1 }] });
    expect((top as { results: unknown[] }).results).toHaveLength(1);
  });
});

describe('what is refused', () => {
  it.each([
    ['no messages', { messages: undefined }, 'messages'],
    ['an empty list', { messages: [] }, 'messages'],
    ['an unknown role', { messages: [{ role: 'narrator', content: 'x' }] }, 'messages.0.role'],
    ['a limit of no tokens', { max_tokens: 0 }, 'max_tokens'],
    ['a model that is a number', { model: 3 }, 'model'],
  ])('%s: 400 with the field', async (_, more, param) => {
    const server = await start();
    const response = await ask(server, more);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 400, param } });
  });

  it('a refused request takes no plan', async () => {
    const server = await start({ plan: { text: '后' } });
    server.plan({ text: '先' });
    await ask(server, { messages: [] });
    const first = await (await ask(server, { stream: false })).json();
    expect(first).toMatchObject({ choices: [{ message: { content: '先' } }] });
  });

  it('a model that is not served: 404', async () => {
    const server = await start();
    const response = await ask(server, { model: 'other' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { type: 'NotFoundError', param: 'model' } });
  });

  it('a body that is no JSON: 400; over 20 MiB: 413', async () => {
    const server = await start();
    const url = `${server.url}/v1/chat/completions`;
    expect((await fetch(url, { method: 'POST', body: '{"model":' })).status).toBe(400);
    expect((await fetch(url, { method: 'POST' })).status).toBe(400);
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(21 * 1024 * 1024) })).status).toBe(413);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it('other paths: 404; other methods: 405; odd addresses do no harm', async () => {
    const server = await start();
    expect((await fetch(`${server.url}/v2/none`)).status).toBe(404);
    expect((await fetch(`${server.url}/v1/chat/completions`)).status).toBe(405);
    expect((await fetch(`${server.url}//`)).status).toBe(404);
    expect((await fetch(`${server.url}/__requests`)).status).toBe(404);
    expect((await fetch(`${server.url}/v1/models?x=1`)).status).toBe(200);
  });
});
