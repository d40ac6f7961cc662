import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { createRankingEndpoint } from '@huati/ranking';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoredAnswers } from '../../src/pipeline/retriever';
import { known, world } from './world';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Answering = (body: { input?: string[]; documents?: string[] }) => object | undefined | Promise<object | undefined>;

/** An endpoint that answers each body as `answer` says; undefined: with status 500. */
async function endpoint(answer: Answering) {
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      void Promise.resolve(answer(JSON.parse(Buffer.concat(parts).toString()) as { input?: string[] })).then((told) =>
        res.writeHead(told ? 200 : 500, { 'content-type': 'application/json' }).end(JSON.stringify(told ?? {})),
      );
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return createRankingEndpoint({ baseUrl: `http://127.0.0.1:${port}`, apiKey: '', model: 'test-model' });
}

/** A meaning of two numbers: about the first company, or not. */
const meaningOf = (text: string) => (text.includes('鹿泠') ? [1, 0] : [0, 2]);
const embedding = () =>
  endpoint(({ input = [] }) => ({ data: input.map((text, index) => ({ index, embedding: meaningOf(text) })) }));

describe('endpoints', () => {
  it('finds by meaning, and drops what is less alike than the threshold', async () => {
    const { ask, parts } = await world(known, { embedding: { endpoint: await embedding(), instruction: '' } });
    for await (const chunk of parts.chunks.all()) {
      await parts.chunks.put([
        { ...chunk, vector: Float32Array.from(meaningOf(chunk.text).map((x) => Math.min(1, x))) },
      ]);
    }
    const setting = { top_k: 20, score_threshold: 0.5, max_hops: 3, rerank: true };
    const answer = await ask('鹿泠', { mode: 'vector', retrieval_setting: setting });
    expect(answer.mode_used).toBe('vector');
    expect(answer.warnings).toEqual([]);
    expect(answer.records.map(({ metadata }) => [metadata.doc_id, metadata.score_kind])).toEqual([
      ['d1', 'cosine'],
      ['d4', 'cosine'],
    ]);
    const other = await ask('鹿泠', { mode: 'vector', retrieval_setting: setting, hypothetical: '无关' });
    expect(other.records[0]?.metadata.scores?.cosine ?? 0).toBeGreaterThan(0.9);
    expect(other.records.map(({ metadata }) => metadata.doc_id)).toContain('d2');
  });

  it('goes on without what is dead, says so, and leaves it alone for a while', async () => {
    let asked = 0;
    const dead = await endpoint(() => {
      asked += 1;
      return undefined;
    });
    const { ask } = await world(known, { embedding: { endpoint: dead, instruction: '' }, reranking: dead });
    for (let time = 0; time < 3; time += 1) {
      const answer = await ask('砚池资本投资了谁？');
      expect(answer).toMatchObject({ mode_used: 'graph', degraded: true });
      expect(answer.warnings.map((warning) => warning.split(':')[0])).toEqual(['no_vector', 'no_rerank']);
      expect(answer.records.length).toBeGreaterThan(1);
    }
    expect(asked).toBe(2);
  });

  it('reranks what words found, with logits as parts of one, and leaves the graph its places', async () => {
    const reranking = await endpoint(({ documents = [] }) => ({
      results: documents.map((text, index) => ({ index, relevance_score: text.includes('苇航') ? 4 : -4 })),
    }));
    const { ask } = await world(known, { reranking });
    const words = await ask('星槎航天', { mode: 'text' });
    expect(words.records[0]).toMatchObject({ metadata: { doc_id: 'd3', score_kind: 'rerank', scores: { rerank: 4 } } });
    expect(words.records.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
    const graph = await ask('砚池资本投资了谁？');
    expect(graph.records.slice(0, 3).map(({ metadata }) => metadata.doc_id)).toEqual([undefined, 'd1', 'd2']);
  });

  it('gives a stored answer from the threshold on, above all else', async () => {
    const answers = (cosine: number): StoredAnswers => ({
      nearest: () => Promise.resolve({ id: 'a', question: '鹿泠是谁？', answer: '一家公司', cosine }),
    });
    for (const [cosine, isGiven] of [
      [0.91, true],
      [0.89, false],
    ] as const) {
      const direct = { answers: answers(cosine), threshold: 0.9 };
      const { ask } = await world(known, { embedding: { endpoint: await embedding(), instruction: '' }, direct });
      const answer = await ask('鹿泠智能收购了谁？');
      expect(answer.direct !== null).toBe(isGiven);
      expect(answer.records[0]?.content === '一家公司').toBe(isGiven);
      const short = await ask('鹿泠智能收购了谁？', { budget_tokens: 2 });
      expect(short.direct?.text).toBe(isGiven ? '一家公司' : undefined);
      expect(answer.records.length).toBeGreaterThan(1);
    }
  });

  const never = () => new Promise<never>(() => undefined);
  const soon = { deadline_ms: 1_500 };
  /** Not by a clock: where the machine stands still, what was due meanwhile is done after that, and before what was due later. */
  const within = <T>(work: Promise<T>, ms: number): Promise<T> => {
    const late = async (): Promise<never> => {
      await pause(ms);
      for (let turns = 0; turns < 5; turns += 1) await turn();
      throw new Error(`not within ${ms} ms`);
    };
    return Promise.race([work, late()]);
  };

  it.each([
    ['a reranker', { reranking: never }, ['no_rerank']],
    ['an embedding endpoint', { embedding: never }, ['no_vector']],
    ['both', { embedding: never, reranking: never }, ['no_vector', 'no_rerank']],
  ])('gives what is there by the deadline where %s hangs, and leaves it alone', async (_, hanging, missing) => {
    const { embedding: meaning, reranking } = hanging as { embedding?: Answering; reranking?: Answering };
    const { ask } = await world(known, {
      embedding: { endpoint: meaning ? await endpoint(meaning) : await embedding(), instruction: '' },
      reranking: reranking && (await endpoint(reranking)),
    });
    const answer = await within(ask('砚池资本投资了谁？', soon), 1_450);
    expect(answer).toMatchObject({ mode_used: 'graph', degraded: true });
    expect(answer.warnings.map((warning) => warning.split(':')[0])).toEqual(missing);
    expect(answer.records.length).toBeGreaterThan(1);
    await within(ask('砚池资本投资了谁？', soon), 300);
  });

  it('goes on without a model that hangs over the question', async () => {
    const { ask } = await world(known, { extractor: never });
    const answer = await within(ask('砚池资本投资了谁？', soon), 1_000);
    expect(answer).toMatchObject({ degraded: true, plan: { template_id: 'facts' } });
    expect(answer.graph.paths).toHaveLength(2);
  });

  it('gives paths without a store of chunks that hangs, and texts without a graph that hangs', async () => {
    const { parts, ask } = await world();
    const [{ get }, { relations }] = [parts.chunks, parts.graph];
    parts.chunks.get = never;
    const paths = await within(ask('砚池资本投资了谁？', soon), 1_450);
    expect(paths.records.map(({ content }) => content)).toEqual(['砚池资本投资鹿泠智能、星槎航天']);
    Object.assign(parts.chunks, { get });
    parts.graph.relations = never;
    const texts = await within(ask('砚池资本投资了谁？', soon), 1_450);
    expect(texts).toMatchObject({ degraded: true, mode_used: 'text' });
    expect(texts.records.length).toBeGreaterThan(1);
    Object.assign(parts.graph, { relations });
    expect((await ask('砚池资本投资了谁？', soon)).degraded).toBe(false);
  });

  it('one who leaves, or has hardly time, does not put an endpoint to rest for the others', async () => {
    const slow = await endpoint(async ({ input = [] }) => {
      await pause(200);
      return { data: input.map((text, index) => ({ index, embedding: meaningOf(text) })) };
    });
    const { ask, retriever } = await world(known, { embedding: { endpoint: slow, instruction: '' } });
    const setting = { top_k: 8, score_threshold: 0, max_hops: 3, rerank: true };
    const request = { query: '砚池资本', mode: 'vector' as const, owner: '', retrieval_setting: setting };
    await expect(retriever.retrieve(request, AbortSignal.timeout(50))).rejects.toThrow();
    expect(await ask('砚池资本投资了谁？', { deadline_ms: 100 })).toMatchObject({ degraded: true });
    expect(await ask('砚池资本投资了谁？')).toMatchObject({ degraded: false });
  });

  it('ends as soon as the asker has gone', async () => {
    const { retriever } = await world();
    const setting = { top_k: 8, score_threshold: 0, max_hops: 3, rerank: true };
    const request = { query: '砚池资本投资了谁？', mode: 'graph' as const, owner: '', retrieval_setting: setting };
    await expect(retriever.retrieve(request, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
