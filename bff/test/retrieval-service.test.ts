import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig, startGraphRag } from '@huati/graphrag';
import type { SourcesEvent } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { untilTold } from './gate';
import { startBff, type Bff } from './harness';
import { readFile, sent, until } from './knowledge';

const SAMPLE = fileURLToPath(new URL('../../graphrag/sample', import.meta.url));
/** Of the sample: who it invested in has acquired a company. */
const QUESTION = '砚池资本投资的公司收购了谁？';
const SECRET = '蓝鲸计划的预算是七百二十万元，由周默然负责。';
const ABOUT_IT = '蓝鲸计划的预算是多少？';

describe.each(databases)('the GraphRAG service itself, asked by a BFF on $name', ({ prepare }) => {
  let folder: string;
  let service: Awaited<ReturnType<typeof startGraphRag>>;
  let bff: Bff;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'huati-graphrag-'));
    const env = { GRAPHRAG_PORT: '0', GRAPHRAG_DATA_DIR: folder, GRAPHRAG_SAMPLE: SAMPLE, GRAPHRAG_API_KEY: 'secret' };
    service = await startGraphRag(readConfig({ ...env, LOG_LEVEL: 'silent' }));
    await service.settled();
    const rag = { RAG_URL: service.url, RAG_API_KEY: 'secret', RAG_REWRITE: 'off' };
    bff = await startBff(
      { ...rag, ASKS_PER_MINUTE: '0', LLM_TITLES: 'off', ...(await prepare()) },
      { text: '见[1][2][3]。' },
    );
  }, 120_000);
  afterAll(async () => {
    await bff.close();
    await service.close();
    await rm(folder, { recursive: true, force: true });
  });

  const toldTo = async (
    client: TestClient,
    text: string,
    name = 'ask',
    more = {},
  ): Promise<SourcesEvent | undefined> => {
    const ack = await client.call(name, { askId: randomUUID(), ...(name === 'ask' && { text }), ...more });
    if (!ack.ok) throw new Error(ack.error.message);
    const answerId = String(ack.answerId);
    await client.done(answerId);
    const events = client.events.filter((event) => event.name === 'sources').map(({ args }) => args[0] as SourcesEvent);
    return events.find((event) => event.answerId === answerId);
  };

  it('tells the path that answers a question of two steps, and the words that each step rests on', async () => {
    const client = await bff.client(randomUUID());
    bff.model.plan({ held: untilTold(client) });
    const told = await toldTo(client, QUESTION);
    expect(told?.retrieval).toBe('graph');
    expect(told?.lookup?.linked[0]).toMatchObject({ start: 0, end: 4, name: '砚池资本' });
    const path = told?.graph?.paths.find(({ nodeIds }) => nodeIds.length === 3);
    expect(told?.sources.find(({ n }) => n === path?.n)).toMatchObject({ kind: 'path' });
    const edges = told?.graph?.edges.filter(({ id }) => path?.edgeIds.includes(id)) ?? [];
    expect(edges).toHaveLength(2);
    const quotes = edges.flatMap((edge) => edge.quotes);
    expect(quotes.length).toBeGreaterThan(0);
    const quoted = told?.sources.filter(({ kind }) => kind === undefined) ?? [];
    for (const { n, text } of quotes.filter((each) => each.n !== undefined)) {
      expect(quoted.some((source) => source.n === n && text !== '')).toBe(true);
    }
  });

  it('finds what a person has sent there for that person alone', async () => {
    const [owner, other] = [await bff.client(randomUUID()), await bff.client(randomUUID())];
    const { attachmentId } = await readFile(bff, owner.token, {
      name: '蓝鲸计划.pdf',
      passages: [{ text: SECRET, place: { page: 1 } }],
    });
    const { id } = await sent(bff, owner.token, attachmentId);
    await until(bff, owner.token, 'ready');
    bff.model.plan({ held: untilTold(owner) });
    const own = await toldTo(owner, ABOUT_IT);
    expect(own?.sources).toContainEqual(
      expect.objectContaining({ title: '蓝鲸计划.pdf', text: SECRET, place: { page: 1 } }),
    );
    const { kysely } = await bff.database();
    const row = await kysely
      .selectFrom('messages')
      .select('sources_json')
      .where('id', '=', own?.answerId ?? '')
      .executeTakeFirst();
    expect(JSON.parse(row?.sources_json ?? '{}')).toMatchObject({ private: true });
    const others = await toldTo(other, ABOUT_IT);
    expect(JSON.stringify(others ?? {})).not.toMatch(/七百二十万|周默然|蓝鲸计划.pdf/);
    // Once it is taken back, its owner finds it no more.
    await api(bff.url, owner.token, `/api/knowledge/${id}`, { method: 'DELETE' });
    await expect
      .poll(async () => JSON.stringify(await toldTo(owner, ABOUT_IT)), { timeout: 10_000 })
      .not.toContain('七百二十万');
  });
});
