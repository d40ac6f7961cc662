import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { startModelServer } from '@huati/local/model';
import { readConfig } from '../src/config';
import type { Model, ModelEvent } from '../src/upstreams/model/model';
import { createModel } from '../src/upstreams/model/openai';
import { createThoughtSplitter } from '../src/upstreams/model/thoughts';
import { estimateTokens, mostTokens } from '../src/upstreams/model/tokens/estimate';
import { hasVocabulary, vocabularyCounter } from '../src/upstreams/model/tokens/vocabulary-counter';
import { stallMeter } from './viewing';

/** Counts of the original `tokenizer.json` of Qwen3, 11 MB, of which the merges are kept here. */
const COUNTED: [text: string, tokens: number][] = [
  ['你好，世界！', 4],
  ["Hello, world! It's 2026.", 12],
  ['小米集团 2025 年第三季度营收 1,131.2 亿元，同比增长 22.3%。', 30],
  ['const a = { b: 1, c: [2, 3] };\n\nexport default a;\n', 22],
  ['👨‍👩‍👧😀 𠮷野家 𪚥', 16],
  ['The quick brown fox jumps over the lazy dog.', 10],
  ['aGVsbG8gd29ybGQgdGhpcyBpcyBiYXNlNjQ9PQ==', 31],
  ['日本語のテキストです。', 8],
  ['한국어 문장입니다.', 7],
  ['Привет, как дела?', 7],
  ['a    b\t\tc\n\n\n d', 7],
  ['| 列一 | 列二 |\n| --- | --- |\n| 1 | 2 |\n', 21],
  ['<|im_end|> 原样', 5],
  ['é 与 é', 4],
  ['1234567890', 10],
  ['السلام عليكم', 4],
  ['นี่คือภาษาไทย', 6],
  ['हिन्दी में लिखा है', 17],
  ['https://example.com/a?b=c&d=e#f', 13],
];

describe('the vocabulary of Qwen', () => {
  const counter = vocabularyCounter();

  it('counts as the original does', async () => {
    expect(await counter.texts(COUNTED.map(([text]) => text))).toEqual(COUNTED.map(([, tokens]) => tokens));
  });

  it('is never above the estimate, nor that above the most a text can be by much', () => {
    for (const [text, tokens] of COUNTED) {
      expect(tokens).toBeLessThanOrEqual(mostTokens(text));
      expect(tokens).toBeLessThanOrEqual(estimateTokens(text));
    }
  });

  it('is known by the names of its models, not of others', () => {
    for (const name of ['Qwen3-8B', 'Qwen/Qwen2.5-7B-Instruct', 'qwen3:8b', 'QwQ-32B'])
      expect(hasVocabulary(name)).toBe(true);
    for (const name of ['llama-3', 'Qwen3.5-4B', 'qwen-plus', 'gpt-4o']) expect(hasVocabulary(name)).toBe(false);
  });
});

describe('who counts', () => {
  const modelOf = (url: string, name: string) =>
    createModel(readConfig({ LLM_BASE_URL: `${url}/v1`, LLM_MODEL: name }).model);
  const kinds = ({ tokens }: Pick<Model, 'tokens'>) =>
    tokens.with(undefined, (counter) => Promise.resolve([counter.kind, counter.maxModelLen]));
  /** The model whose endpoint is known: where the machine stands still, the first who ask are counted for without it. */
  const knownOf = async (url: string, name: string) => {
    const model = modelOf(url, name);
    await vi.waitFor(async () => expect((await kinds(model))[0]).toBe('endpoint'));
    return model;
  };

  it('is the endpoint, else the vocabulary, else an estimate', async () => {
    const server = await startModelServer({ maxModelLen: 4321, models: ['huati-demo', 'Qwen3-8B'] });
    expect(await kinds(await knownOf(server.url, 'Qwen3-8B'))).toEqual(['endpoint', 4321]);
    await server.close();
    expect(await kinds(modelOf(server.url, 'Qwen3-8B'))).toEqual(['vocabulary', undefined]);
    expect(await kinds(modelOf(server.url, 'llama-3'))).toEqual(['estimate', undefined]);
  });

  it('stays the endpoint for everybody where one person names a model that it does not have', async () => {
    const server = await startModelServer();
    const { tokens } = await knownOf(server.url, 'huati-demo');
    const kindFor = (name?: string) => tokens.with(name, (counter) => Promise.resolve(counter.kind));
    expect([await kindFor(), await kindFor('nothing'), await kindFor()]).toEqual(['endpoint', 'estimate', 'endpoint']);
    await server.close();
  });

  it('does not make anybody wait for an endpoint that never answers, but the first', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { tokens } = modelOf(`http://127.0.0.1:${port}`, 'Qwen3-8B');
    const kinds = await Promise.all([1, 2, 3].map(() => tokens.with(undefined, ({ kind }) => Promise.resolve(kind))));
    expect(kinds).toEqual(['vocabulary', 'vocabulary', 'vocabulary']);
    const meter = stallMeter();
    for (let n = 0; n < 20; n += 1) await tokens.with(undefined, ({ kind }) => Promise.resolve(kind));
    expect(meter.elapsed() - meter.lost()).toBeLessThan(500);
    meter.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('counts the same at an endpoint that takes messages only', async () => {
    const texts = COUNTED.map(([text]) => text).filter((text) => !text.startsWith('<'));
    const servers = [await startModelServer(), await startModelServer({ messagesOnly: true })];
    const [prompts, messages] = await Promise.all(
      servers.map(async ({ url }) =>
        (await knownOf(url, 'huati-demo')).tokens.with(undefined, async (counter) => ({
          kind: counter.kind,
          counts: await counter.texts(texts),
          frame: await counter.frame({ thinking: undefined }),
        })),
      ),
    );
    for (const server of servers) await server.close();
    expect(messages).toEqual(prompts);
    expect(messages?.kind).toBe('endpoint');
  });

  it('counts with what the request will say about thinking', async () => {
    const server = await startModelServer();
    const { tokens } = await knownOf(server.url, 'huati-demo');
    const frames = await tokens.with(undefined, (counter) =>
      Promise.all([undefined, true, false].map((thinking) => counter.frame({ thinking }))),
    );
    await server.close();
    expect(frames).toEqual([
      { request: 3, message: 5 },
      { request: 3, message: 5 },
      { request: 7, message: 5 },
    ]);
  });
});

describe('thinking inside of the text', () => {
  const split = (pieces: string[]): ModelEvent[] => {
    const events: ModelEvent[] = [];
    const take = createThoughtSplitter((event) => events.push(event));
    for (const text of pieces) take({ kind: 'text', text });
    take({ kind: 'finish', reason: 'stop' });
    return events;
  };
  const joined = (events: ModelEvent[], kind: 'text' | 'reasoning') =>
    events.map((event) => (event.kind === kind ? event.text : '')).join('');

  it('is told from the answer wherever it is cut', () => {
    const whole = '\n<think>\n先想<b>一想</thin 再想</think>\n\n答：<think>不是想</think>';
    for (let first = 0; first <= whole.length; first += 1) {
      for (let second = first; second <= whole.length; second += 3) {
        const events = split([whole.slice(0, first), whole.slice(first, second), whole.slice(second)]);
        expect(joined(events, 'reasoning')).toBe('先想<b>一想</thin 再想');
        expect(joined(events, 'text')).toBe('答：<think>不是想</think>');
        expect(events.at(-1)).toEqual({ kind: 'finish', reason: 'stop' });
      }
    }
  });

  it('leaves every other text as it is, also one that ends where a mark could begin', () => {
    for (const text of ['你好', '<thin', '<', '\n\n', 'a <think> b', '<think', '<thinker>']) {
      for (let cut = 0; cut <= text.length; cut += 1) {
        expect(joined(split([text.slice(0, cut), text.slice(cut)]), 'text')).toBe(text);
      }
    }
    expect(joined(split(['<think>没有结束']), 'reasoning')).toBe('没有结束');
  });
});
