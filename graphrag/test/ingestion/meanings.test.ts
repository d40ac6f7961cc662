import { Refused } from '@huati/ranking';
import { describe, expect, it } from 'vitest';
import { createLogger, readConfig, startGraphRag } from '../../src';
import { createFilling } from '../../src/ingestion/filling';
import { createKnowledge } from '../../src/ingestion/knowledge';
import type { Meanings } from '../../src/ingestion/meanings';
import type { DocumentRecord } from '../../src/ingestion/registry';
import { Linker } from '../../src/pipeline/link';
import { TextIndex } from '../../src/pipeline/texts';
import { createMemoryChunks } from '../../src/stores/memory-chunks';
import { createMemoryGraph } from '../../src/stores/memory-graph';
import { embedding, folder, model, SAMPLE, service } from '../harness';

const TEXTS = ['出差住宿标准为每晚四百五十元。', '员工请假应当提前三天提出书面申请。'];

const RECORD: Omit<DocumentRecord, 'id' | 'status'> = {
  ...{ owner: '', title: '', mime: '', kind: 'passages', finds: false },
  ...{ hash: '', recipe: '', version: '', replaces: false },
};

describe('meanings', () => {
  it('are looked up for every chunk, and for questions', async () => {
    const client = await service(embedding(await model()));
    await client.put('rules', TEXTS);
    const answer = await client.ask('出差住宿标准', { mode: 'vector' });
    expect(answer.mode_used).toBe('vector');
    expect(answer.records[0]).toMatchObject({
      content: TEXTS[0],
      metadata: { scores: { cosine: expect.any(Number) as unknown } },
    });
    expect(await client.about()).toMatchObject({ embedding: 'huati-demo' });
  });

  it('that are missing are filled in once the endpoint is there, also those of another model', async () => {
    const dir = await folder();
    const first = await service({ GRAPHRAG_DATA_DIR: dir });
    await first.put('rules', TEXTS);
    await first.started.close();
    for (const name of ['huati-demo', 'other']) {
      const scripted = await model({ models: [name] });
      const env = { GRAPHRAG_DATA_DIR: dir, EMBED_BASE_URL: `${scripted.url}/v1`, EMBED_MODEL: name };
      const client = await service(env);
      const cosine = async () => {
        const { records } = await client.ask('出差住宿标准', { mode: 'vector' });
        return records[0]?.metadata.scores?.cosine;
      };
      while ((await cosine()) === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
      await client.started.close();
    }
  });

  it('that the model refuses of one text keep no others waiting', { timeout: 20_000 }, async () => {
    const meanings: Meanings = {
      of: (texts) => {
        if (texts.some((text) => text.includes('太长'))) return Promise.reject(new Refused('too long'));
        return Promise.resolve(texts.map(() => Float32Array.from([1, 0])));
      },
    };
    const chunks = await createMemoryChunks();
    const all = Array.from({ length: 200 }, (_, at) => ({
      ...{ id: `d${at % 2}#${at}`, documentId: `d${at % 2}`, owner: '', n: at, title: '' },
      ...{ text: at < 100 && at % 10 === 0 ? '太长' : '好', place: {} },
    }));
    await chunks.put([...all, ...all.map((chunk) => ({ ...chunk, id: `failed#${chunk.n}`, documentId: 'failed' }))]);
    const knowledge = createKnowledge(
      { chunks, graph: await createMemoryGraph(), linker: new Linker(), texts: new TextIndex() },
      createLogger('silent'),
    );
    const documents = {
      get: (id: string) => ({ ...RECORD, id, status: id === 'failed' ? ('failed' as const) : ('ready' as const) }),
      alone: (_id: string, work: () => Promise<void>) => work(),
    };
    const answers = { fill: () => Promise.resolve() };
    const filling = createFilling({ knowledge, documents, answers, meanings, logger: createLogger('silent') });
    filling.begin();
    while ((await chunks.withoutVector(1_000)).length > 210) await new Promise((resolve) => setTimeout(resolve, 10));
    await filling.close();
    expect(await chunks.withoutVector(1_000)).toHaveLength(210);
  });

  it('that cannot be had keep no document waiting for ever', { timeout: 20_000 }, async () => {
    const scripted = await model();
    const client = await service(embedding(scripted));
    await scripted.close();
    expect(await client.put('rules', TEXTS)).toMatchObject({ status: 'ready', counts: { chunks: 2 } });
    expect((await client.ask('出差住宿标准')).records[0]).toMatchObject({ content: TEXTS[0] });
  });

  it('are asked for no more once the endpoint fails, which is told once', { timeout: 20_000 }, async () => {
    const scripted = await model();
    const lines: string[] = [];
    const logger = createLogger('warn', { write: (line) => void lines.push(line) });
    const env = {
      ...embedding(scripted),
      GRAPHRAG_PORT: '0',
      GRAPHRAG_DATA_DIR: await folder(),
      GRAPHRAG_SAMPLE: SAMPLE,
    };
    await scripted.close();
    const started = await startGraphRag(readConfig(env), logger);
    try {
      const start = performance.now();
      await started.settled();
      expect(performance.now() - start).toBeLessThan(12_000);
      expect(lines.filter((line) => line.includes('embedding endpoint')).length).toBe(1);
      expect(lines).toHaveLength(1);
    } finally {
      await started.close();
    }
  });
});

describe('stored answers', () => {
  const PAIR = { question: '公司的班车几点出发？', answer: '每天早上七点半。' };
  const post = { question: PAIR.question, answer: PAIR.answer, title: '班车' };

  it('are given for nearly the same question, and for no other', async () => {
    const env = { ...embedding(await model()), DIRECT_ANSWERS: 'on' };
    const client = await service(env);
    const told = await client.call('POST', '/answers', `${JSON.stringify(post)}\nno answer\n`);
    expect(told.body).toEqual({ taken: 1, dropped: 1, faults: [{ line: 2 }] });
    await client.put('rules', TEXTS);
    const same = await client.ask('公司的班车几点出发?');
    expect(same.direct).toMatchObject({ record: 1, question: PAIR.question, threshold: 0.9, model: 'huati-demo' });
    expect(same.records[0]?.content).toBe(PAIR.answer);
    expect((await client.ask('出差住宿标准是多少？')).direct).toBeNull();
    const { answers } = (await client.call('GET', '/answers')).body as { answers: { id: string }[] };
    expect((await client.call('DELETE', `/answers/${answers[0]?.id ?? ''}`)).status).toBe(204);
    expect((await client.ask('公司的班车几点出发?')).direct).toBeNull();
  });

  it('come with the chunks that they rest on, of documents that are there and not somebody else’s', async () => {
    const client = await service({ ...embedding(await model()), DIRECT_ANSWERS: 'on' });
    await client.put('rules', TEXTS);
    await client.put('own', ['班车只在工作日开。', '班车每天早上 七点半从东门出发。'], { owner: 'me' });
    await client.put('bus', ['乘班车须带工牌。', '班车每天早上\n七点半从东门出发。']);
    const sources = [
      { document: 'gone', quote: '每天早上七点半' },
      { document: 'bus', quote: '早上 七点半从东门' },
      { document: 'bus', quote: '没有这句话' },
      { document: 'own', quote: '只在工作日开' },
      { document: 'bus', quote: '东门出发' },
    ];
    await client.call('POST', '/answers', JSON.stringify({ ...post, sources }));
    const named = async (more: object = {}) => {
      const { direct, records, private: own } = await client.ask(PAIR.question, more);
      const told = direct?.sources?.map((n) => records[n - 1]?.metadata.doc_id);
      const ids = records.flatMap(({ metadata }) => metadata.chunk_id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      return { numbers: direct?.sources, told, own };
    };
    expect(await named()).toEqual({ numbers: [2], told: ['bus'], own: false });
    expect(await named({ owner: 'somebody' })).toEqual({ numbers: [2], told: ['bus'], own: false });
    expect(await named({ owner: 'me' })).toEqual({ numbers: [2, 3], told: ['bus', 'own'], own: true });
    expect((await client.ask(PAIR.question)).records[1]?.content).toContain('七点半从东门出发');
    await client.call('DELETE', '/documents/bus');
    expect(await named()).toMatchObject({ numbers: undefined });
  });

  it('are given to no question that names something else, however near it is', async () => {
    const client = await service({ ...embedding(await model()), DIRECT_ANSWERS: 'on', DIRECT_THRESHOLD: '0.3' });
    await client.call('POST', '/answers', JSON.stringify(post));
    expect((await client.ask('请问公司的班车几点出发呢')).direct).not.toBeNull();
    for (const other of ['公司的班车几点回来？', '公司的货车几点出发？'])
      expect((await client.ask(other)).direct).toBeNull();
  });

  it('and documents of the organisation make another version of what is known, each time, those of people do not', async () => {
    const client = await service();
    const version = async () => ((await client.about()) as { version: string }).version;
    const seen = [await version()];
    await client.put('rules', TEXTS);
    seen.push(await version());
    await client.put('rules', TEXTS.slice(1));
    seen.push(await version());
    await client.call('POST', '/answers', JSON.stringify(post));
    seen.push(await version());
    await client.call('DELETE', '/documents/rules');
    seen.push(await version());
    expect(new Set(seen).size).toBe(5);
    await client.put('own', TEXTS, { owner: 'somebody' });
    expect(await version()).toBe(seen.at(-1));
  });

  it('are given to nobody where that is not configured, or nothing tells meanings', async () => {
    for (const env of [embedding(await model()), { DIRECT_ANSWERS: 'on' }]) {
      const client = await service({ ...env });
      await client.call('POST', '/answers', JSON.stringify(post));
      expect((await client.ask(PAIR.question)).direct).toBeNull();
    }
  });

  it('come with the sample', async () => {
    const env = { ...embedding(await model()), DIRECT_ANSWERS: 'on', GRAPHRAG_SAMPLE: SAMPLE };
    const client = await service(env);
    await client.started.settled();
    const { direct, records } = await client.ask('这套示例资料是真的吗？');
    expect(direct).toMatchObject({ record: 1, sources: [2] });
    expect(records[1]?.metadata).toMatchObject({ doc_id: '01-about-this-knowledge.md', kind: 'source' });
    expect(records[1]?.content).toContain('全部为虚构');
  });
});
