import { startModelServer } from '@huati/local/model';
import type { Message, Page } from '@huati/shared';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../src/db/database';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { storeTopic } from './filled';
import { startBff, type Bff } from './harness';
import { vocabularyCounter } from '../src/upstreams/model/tokens/vocabulary-counter';

const LIMIT = 700;
const MOST = 200;
const LEAST = 60;
const WINDOW = {
  ASKS_PER_MINUTE: '0',
  LLM_MAX_MODEL_LEN: String(LIMIT),
  LLM_MAX_OUTPUT_TOKENS: String(MOST),
  LLM_MIN_OUTPUT_TOKENS: String(LEAST),
  LLM_SUMMARY: 'off',
};

interface Sent {
  messages: { role: string; content: string }[];
  max_tokens: number;
}

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('话题', '小米的财报', '𠮷野家😀', 'Hello, world. ', 'const a = 1;\n', '12345 ', '，。', '\n\n'),
      fc.string({ maxLength: 12 }).filter((s) => !s.includes('\0')),
    ),
    { minLength: 1, maxLength: 25 },
  )
  .map((pieces) => pieces.join(''))
  .filter((s) => s.trim() !== '');
const history = fc.array(fc.tuple(text, text), { maxLength: 12 });

const modes = [
  ...databases.map((database) => ({ ...database, counting: 'endpoint' })),
  ...databases.slice(0, 1).flatMap((database) => ['qwen', 'estimate'].map((counting) => ({ ...database, counting }))),
];

describe.each(modes)('the window, counted by $counting, on $name', ({ prepare, counting }) => {
  let bff: Bff;
  let database: Database;
  let userId: string;
  let token: string;
  let client: TestClient;
  beforeAll(async () => {
    bff = await startBff({ ...WINDOW, LLM_TOKENIZER: counting, ...(await prepare()) }, { text: '好' });
    database = await openDatabase(bff.env.DATABASE_URL ?? '');
    client = await bff.client();
    ({ token } = client);
    userId = ((await api(bff.url, token, '/api/me')).body as { id: string }).id;
  });
  afterAll(async () => {
    await database.close();
    await bff.close();
  });

  const vocabulary = vocabularyCounter();
  /** By the endpoint, or where that is not to count, by the vocabulary of the model it says it is. */
  const countOf = async (messages: Sent['messages']): Promise<number> => {
    if (counting === 'qwen') {
      const counts = await vocabulary.texts(messages.map(({ content }) => content));
      return counts.reduce((sum, count) => sum + count + 5, 3);
    }
    const response = await fetch(`${bff.model.url}/tokenize`, { method: 'POST', body: JSON.stringify({ messages }) });
    return ((await response.json()) as { count: number }).count;
  };

  /** Asks after `rounds`, and gives what reached the endpoint, with the id of the topic. */
  const asked = async (rounds: [string, string][], question: string): Promise<Sent & { topicId: string }> => {
    const topicId = await storeTopic(database, userId, rounds);
    bff.model.clear();
    const { answerId, topicId: made } = await client.ask(question, topicId === '' ? {} : { topicId });
    expect(await client.done(answerId)).toMatchObject({ status: 'complete' });
    return { ...(bff.model.completions().at(-1)?.body as Sent), topicId: topicId || made };
  };

  it('holds for any history, and one more turn would not have fit', async () => {
    const run = async (rounds: [string, string][], question: string) => {
      const { messages, max_tokens: room } = await asked(rounds, question);
      const count = await countOf(messages);
      expect(count + room).toBeLessThanOrEqual(LIMIT);
      expect(room).toBeGreaterThanOrEqual(LEAST);
      const [system, ...rest] = messages;
      expect(system?.role).toBe('system');
      const turns = (rest.length - 1) / 2;
      const kept = rounds.slice(rounds.length - turns).flat();
      expect(rest.map(({ content }) => content)).toEqual([...kept, question]);
      if (counting === 'estimate') return;
      // Room for answers gives way before a turn does.
      if (room < MOST) expect(count + room).toBe(LIMIT);
      const older = rounds[rounds.length - turns - 1];
      if (!older) return;
      const [asks, answers] = older;
      const more = [{ role: 'user', content: asks }, { role: 'assistant', content: answers }, ...messages];
      expect((await countOf(more)) + LEAST).toBeGreaterThan(LIMIT);
    };
    // On a busy machine the first counts come before the endpoint is known or the vocabulary is there, and are estimates.
    const rounds = Array.from({ length: 12 }, (_, n): [string, string] => [`第${n}问`.repeat(8), `第${n}答`.repeat(8)]);
    if (counting !== 'estimate') await vi.waitFor(() => run(rounds, '数得出吗？'), { timeout: 60_000 });
    await fc.assert(fc.asyncProperty(history, text, run), { numRuns: 40 });
  }, 300_000);

  it('tells with the answer where the model’s memory began', async () => {
    const rounds = Array.from({ length: 12 }, (_, n): [string, string] => [`第${n}问`.repeat(8), `第${n}答`.repeat(8)]);
    const { messages, max_tokens: output, topicId } = await asked(rounds, '现在呢？');
    const { items } = (await api(bff.url, token, `/api/topics/${topicId}/messages`)).body as Page<Message>;
    const from = items.at(-(messages.length - 1) - 1)?.id;
    expect(items.at(-1)?.window).toMatchObject({ limit: LIMIT, output, dropped: true, from });
    const short = await asked([['一', '二']], '三');
    const again = (await api(bff.url, token, `/api/topics/${short.topicId}/messages`)).body as Page<Message>;
    expect(again.items.at(-1)?.window).toMatchObject({ dropped: false, from: again.items[0]?.id });
  });

  it('counts what is new only, once it has counted a topic', async () => {
    const topicId = await storeTopic(
      database,
      userId,
      Array.from({ length: 8 }, (_, n) => [`第${n}问`.padEnd(60, '问'), `第${n}答`.padEnd(60, '答')] as const),
    );
    await client.done((await client.ask('一', { topicId })).answerId);
    // Counts are kept beside the answer, which does not wait for that.
    await vi.waitFor(async () => {
      const rows = database.kysely.selectFrom('messages').select('token_count').where('topic_id', '=', topicId);
      const kept = await rows.where('text', 'like', '第%').execute();
      expect(kept.map(({ token_count: count }) => count)).not.toContain(null);
    });
    bff.model.clear();
    await client.done((await client.ask('二', { topicId })).answerId);
    const counted = bff.model.requests.filter(({ path }) => path === '/tokenize').map(({ body }) => body);
    expect(counted.length).toBeLessThanOrEqual(counting === 'endpoint' ? 3 : 0);
    expect(JSON.stringify(counted)).not.toContain('第');
  });

  it('refuses a question that leaves no room, with both numbers, and stores nothing', async () => {
    const client = await bff.client('somebody else');
    const ask = (question: string) => client.call('ask', { askId: `long-${question.length}`, text: question });
    for (const question of ['长话'.repeat(900), '长'.repeat(200_000)]) {
      const refused = await ask(question);
      expect(refused).toMatchObject({ ok: false, error: { code: 'input_too_long' } });
      const { tokens = 0, limit = 0 } = refused.ok ? {} : refused.error;
      expect(tokens).toBeGreaterThan(limit);
      expect(limit).toBeGreaterThan(LIMIT / 2);
      expect(limit).toBeLessThan(LIMIT - LEAST);
    }
    expect((await api(bff.url, client.token, '/api/topics')).body).toMatchObject({ items: [] });
    const template = counting === 'estimate' ? 140 : 80;
    expect(await ask('长'.repeat(counting === 'qwen' ? 300 : LIMIT - LEAST - template))).toMatchObject({ ok: true });
  });
});

describe('a template that does not add the same to every message', () => {
  it('is counted as a whole, and nothing is lost by it', async () => {
    const model = await startModelServer({ uneven: true, plan: { text: '好' } });
    const bff = await startBff({ ...WINDOW, LLM_BASE_URL: `${model.url}/v1` });
    const database = await openDatabase(bff.env.DATABASE_URL ?? '');
    try {
      const client = await bff.client();
      const { id: userId } = (await api(bff.url, client.token, '/api/me')).body as { id: string };
      const asked = async (length: number) => {
        const rounds = Array.from({ length: 12 }, () => ['问'.repeat(length), '答'.repeat(length)] as const);
        const topicId = await storeTopic(database, userId, rounds);
        model.clear();
        await client.done((await client.ask('再问', { topicId })).answerId);
        const sent = model.completions().at(-1);
        const { messages, max_tokens: maxTokens } = sent?.body as Sent;
        const response = await fetch(`${model.url}/tokenize`, { method: 'POST', body: JSON.stringify({ messages }) });
        const { count } = (await response.json()) as { count: number };
        expect(sent?.status).toBe(200);
        expect(count + maxTokens).toBe(LIMIT);
        // Two messages with what the template adds to them, at least: one more turn would not have fit.
        expect(count + 2 * (length + 5) + LEAST).toBeGreaterThan(LIMIT);
      };
      // On a busy machine the first questions come before the endpoint is known.
      await vi.waitFor(() => asked(30));
      for (let length = 30; length < 40; length += 1) await asked(length);
    } finally {
      await database.close();
      await bff.close();
      await model.close();
    }
  });
});
