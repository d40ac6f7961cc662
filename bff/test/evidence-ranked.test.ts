import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startModelServer } from '@huati/local/model';
import type { SourcesEvent } from '@huati/shared';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { FINDING_PACE, type FindingPace } from '../src/features/evidence/finding';
import { api } from './client';
import { databases } from './databases';
import { storeFile } from './evidence-files';
import { startBff, type Bff } from './harness';

const ENV = { LLM_TITLES: 'off', LLM_SUMMARY: 'off', LLM_MAX_MODEL_LEN: '2000', LLM_MAX_OUTPUT_TOKENS: '300' };
/** Endpoints that say nothing are waited for a tenth of what the product gives them. */
const IMPATIENT: FindingPace = { meaningMs: 200, rerankMs: 200 };
/** Endpoints that answer are waited for however slow the machine is. */
const PATIENT: FindingPace = { meaningMs: 60_000, rerankMs: 60_000 };
/** So many passages are embedded in one request. */
const BATCH = 32;
/** The longest that a question waits for both in the product, in ms. */
const WAIT_MAX_MS = 4000;
const RANKED = [
  ...Array.from({ length: 150 }, (_, n) => ({ text: `第${n}条 设备操作规程，由值班人员记录并签字确认。` })),
  { text: '休假制度：带薪年休假为十五天。' },
];

/** Asks about a file that does not fit, and gives what was told of it. */
async function told(bff: Bff, question: string): Promise<SourcesEvent> {
  const client = await bff.client(randomUUID());
  const { id: userId } = (await api(bff.url, client.token, '/api/me')).body as { id: string };
  const { id } = await storeFile(await bff.database(), userId, '手册.pdf', RANKED);
  const ack = await client.call('ask', { askId: randomUUID(), text: question, attachmentIds: [id] });
  const { answerId } = ack as unknown as { answerId: string };
  await vi.waitFor(() => expect(client.events.some(({ name }) => name === 'sources')).toBe(true), { timeout: 30_000 });
  expect(await client.done(answerId)).toMatchObject({ status: 'complete' });
  const event = client.events.find(({ name }) => name === 'sources')?.args[0] as SourcesEvent;
  client.socket.disconnect();
  return event;
}

/** A server that takes everything and answers nothing. */
async function silent(): Promise<{ url: string; asked: () => number; close: () => void }> {
  let asked = 0;
  const server = createServer(() => (asked += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked: () => asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * An endpoint that embeds nothing, and counts what it is asked. Parts of a file are refused two by two: before the second is
 * there, it is not said that the first is.
 */
async function refusing(): Promise<{ url: string; asked: string[][]; close: () => void }> {
  const asked: string[][] = [];
  const held: ServerResponse[] = [];
  const server = createServer((req, res) => {
    req.setEncoding('utf8');
    let body = '';
    req.on('data', (piece: string) => (body += piece));
    req.on('end', () => {
      const { input } = JSON.parse(body) as { input: string[] };
      asked.push(input);
      held.push(res);
      if (input.length < BATCH) held.pop()?.writeHead(400).end();
      else if (held.length === 2) for (const each of held.splice(0)) each.writeHead(400).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, asked, close: () => void server.close() };
}

describe.each(databases)('passages ranked by models on $name', ({ prepare }) => {
  let database: Record<string, string>;
  beforeAll(async () => {
    database = await prepare();
  });

  it('are found by their meaning, ranked once more, and embedded once', async () => {
    const ranker = await startModelServer();
    const url = `${ranker.url}/v1`;
    const env = { EMBED_BASE_URL: url, RERANK_BASE_URL: url, RERANK_MODEL: 'huati-demo' };
    const ranked = await startBff({ ...ENV, ...database, ...env }, {}, { finding: PATIENT });
    try {
      const { retrieval, sources } = await told(ranked, '带薪年休假为几天？');
      expect(retrieval).toBe('vector');
      const found = sources.find(({ passage }) => passage === RANKED.length);
      expect(found).toMatchObject({ text: '休假制度：带薪年休假为十五天。', scoreKind: 'rerank' });
      expect(Math.max(...sources.map(({ score = 0 }) => score))).toBe(found?.score);
      const embedded = () =>
        ranker.requests
          .filter(({ path }) => path === '/v1/embeddings')
          .flatMap(({ body }) => (body as { input: string[] }).input);
      expect(embedded()).toHaveLength(RANKED.length + 1);
      const asked = ranker.requests.filter(({ path }) => path === '/v1/rerank');
      expect(asked).toHaveLength(1);
      expect((asked[0]?.body as { documents: string[] }).documents[0]).toContain('休假');
      const rows = await (await ranked.database()).kysely.selectFrom('passage_vectors').selectAll().execute();
      expect(rows.map(({ n, dimensions }) => [n, dimensions])).toEqual([1, 33, 65, 97, 129].map((n) => [n, 256]));
    } finally {
      await ranked.close();
      await ranker.close();
    }
  });

  it('are found by their words where the endpoints are dead or slow, and that is told', async () => {
    const slow = await silent();
    const cases: Record<string, string>[] = [
      { EMBED_BASE_URL: 'http://127.0.0.1:1/v1', EMBED_MODEL: 'm' },
      { RERANK_BASE_URL: 'http://127.0.0.1:1/v1', RERANK_MODEL: 'm' },
      { EMBED_BASE_URL: slow.url, EMBED_MODEL: 'm', RERANK_BASE_URL: slow.url, RERANK_MODEL: 'm' },
    ];
    try {
      for (const env of cases) {
        const bff = await startBff({ ...ENV, ...env, ...database }, {}, { finding: IMPATIENT });
        const { retrieval, sources } = await told(bff, '带薪年休假为几天？');
        expect(retrieval).toBe('degraded');
        expect(sources.find(({ passage }) => passage === RANKED.length)).toMatchObject({ scoreKind: 'bm25' });
        await bff.close();
      }
    } finally {
      slow.close();
    }
    // That there were sources at all means that nobody waited for what never comes.
    expect(FINDING_PACE.meaningMs + FINDING_PACE.rerankMs).toBeLessThanOrEqual(WAIT_MAX_MS);
  });

  it('are waited for no more where the endpoints let a question wait only just', async () => {
    const slow = await silent();
    // Without a name of the model: that is asked for as well.
    const env = { EMBED_BASE_URL: slow.url, RERANK_BASE_URL: slow.url };
    const pace = { finding: { meaningMs: 450, rerankMs: 450 } };
    const bff = await startBff({ ...ENV, ...env, ...database }, {}, pace);
    try {
      expect((await told(bff, '带薪年休假为几天？')).retrieval).toBe('degraded');
      const asked = slow.asked();
      const again = await told(bff, '带薪年休假为几天？');
      expect(again.retrieval).toBe('degraded');
      expect(slow.asked()).toBe(asked);
    } finally {
      await bff.close();
      slow.close();
    }
  });

  it('are not embedded any more once a part of their file was refused, and the next question is', async () => {
    const endpoint = await refusing();
    const env = { ...ENV, EMBED_BASE_URL: endpoint.url, EMBED_MODEL: 'm', ...database };
    const bff = await startBff(env, {}, { finding: PATIENT });
    const lengths = () => endpoint.asked.map(({ length }) => length).sort((a, b) => a - b);
    try {
      expect((await told(bff, '带薪年休假为几天？')).retrieval).toBe('degraded');
      // The question, and of the file's five parts the two that were on their way.
      await vi.waitFor(() => expect(lengths()).toEqual([1, BATCH, BATCH]));
      // A refusal of one question is none of the next.
      await told(bff, '签字确认的是谁？');
      expect(endpoint.asked.filter(([text]) => text === '签字确认的是谁？')).toHaveLength(1);
      // It is about a file of its own, and of the first no other part came meanwhile.
      await vi.waitFor(() => expect(lengths()).toEqual([1, 1, BATCH, BATCH, BATCH, BATCH]));
    } finally {
      await bff.close();
      endpoint.close();
    }
  });
});
