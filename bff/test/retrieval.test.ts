import { tellingWords } from '@huati/ranking';
import { GRAPH_MAX } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKnowing } from '../src/features/retrieval/create-knowing';
import { createLogger } from '../src/logger';
import { createRetriever } from '../src/upstreams/graphrag/create-retriever';
import { ownerOf, type GraphRagConfig } from '../src/upstreams/graphrag/documents';
import type { RetrievalAsked, Retrieved } from '../src/upstreams/graphrag/retriever';
import { CHAIN, DIFY, LIGHT, passage, STORED } from './known';
import { startGraphRag, type GraphRagServer } from './knowledge';

const QUESTION = '青禾资本投资的公司收购了谁？';
const asked: RetrievalAsked = { question: QUESTION, mode: undefined, owner: 'o', topK: 8, budgetTokens: 4000 };
const never = new AbortController().signal;

describe('a GraphRAG service', () => {
  let service: GraphRagServer;
  beforeAll(async () => {
    service = await startGraphRag({ apiKey: 'secret' });
  });
  afterAll(() => service.close());
  beforeEach(() => service.clear());

  const configOf = (kind: GraphRagConfig['kind'], more: Partial<GraphRagConfig> = {}): GraphRagConfig => ({
    ...{ baseUrl: service.url, kind, apiKey: 'secret', timeoutMs: 400, knowledgeId: 'default', topK: 8 },
    ...{ rewrite: false, hyde: false, ...more },
  });
  const retrieve = (kind: GraphRagConfig['kind'], more: Partial<RetrievalAsked> = {}): Promise<Retrieved> =>
    createRetriever(configOf(kind)).retrieve({ ...asked, ...more }, never);
  const sent = (): Record<string, unknown> => service.questions().at(-1)?.body as Record<string, unknown>;

  describe('of our own contract', () => {
    it('is asked for whom, how and how much, and tells paths with what they rest on', async () => {
      service.planRetrieval({ answer: CHAIN });
      const found = await createRetriever(configOf('native')).retrieve(
        { ...asked, mode: 'chunk', hypothetical: '也许' },
        never,
      );
      expect(sent()).toEqual({
        ...{ knowledge_id: 'default', query: QUESTION, mode: 'text', owner: 'o', hypothetical: '也许' },
        ...{ retrieval_setting: { top_k: 8 }, budget_tokens: 4000, deadline_ms: 300 },
      });
      expect(found).toMatchObject({ mode: 'graph', private: false, degraded: false, direct: undefined });
      expect(found.sources.slice(0, 2)).toEqual([
        {
          ...{ kind: 'path', title: '知识图谱', text: CHAIN.records[0]?.content },
          ...{ pathId: 'p1', pathIds: ['p1'], score: 0.91234567, scoreKind: 'ppr' },
        },
        {
          ...{ title: '融资快讯', text: '三月，青禾资本领投云岚科技的 A 轮融资。', place: { page: 2 } },
          ...{ documentId: '融资快讯', chunkId: '融资快讯#2', score: 0.5, scoreKind: 'bm25' },
        },
      ]);
      expect(found.graph).toMatchObject({
        nodes: [{ name: '青禾资本', type: '投资机构', role: 'seed' }, {}, { role: 'answer' }],
        edges: [{ label: '投资', directed: true, quotes: [{ chunkId: '融资快讯#2', place: { page: 2 } }] }, {}],
        paths: [{ id: 'p1', nodeIds: ['a', 'b', 'c'], edgeIds: ['e1', 'e2'] }],
      });
      expect(found.lookup).toEqual({
        question: QUESTION,
        linked: [{ start: 0, end: 4, nodeId: 'a', name: '青禾资本', how: 'exact' }],
      });
    });

    it('loses a malformed part alone, and of a path what does not hang together', async () => {
      const [path, ...passages] = CHAIN.records;
      const loose = { ...path, metadata: { ...path?.metadata, path_ids: ['p9'] } };
      const graph = {
        ...CHAIN.graph,
        paths: [...CHAIN.graph.paths, { id: 'p9', node_ids: ['a', 'c'], edge_ids: ['e1'] }, 4],
      };
      service.planRetrieval({
        answer: {
          ...CHAIN,
          records: [null, path, loose, { content: 1 }, ...passages],
          graph,
          linked: ['x'],
          warnings: [1],
        },
      });
      const { sources, graph: kept, lookup, warnings } = await retrieve('native');
      expect(sources.map(({ title }) => title)).toEqual(['知识图谱', '融资快讯', '并购公告', '行业周报']);
      expect(kept?.paths.map(({ id }) => id)).toEqual(['p1']);
      expect([lookup?.linked, warnings]).toEqual([[], []]);
    });

    it('keeps of a large graph the paths that come first, whole', async () => {
      const ids = Array.from({ length: 30 }, (_, n) => n);
      const graph = {
        nodes: [0, ...ids.map((n) => n + 1)].map((n) => ({ id: `n${n}`, label: '', name: `${n}`, role: 'via' })),
        edges: ids.map((n) => ({ ...CHAIN.graph.edges[0], id: `e${n}`, source: 'n0', target: `n${n + 1}` })),
        paths: ids.map((n) => ({
          id: `p${n}`,
          node_ids: ['n0', `n${n + 1}`],
          edge_ids: [`e${n}`],
          text: '',
          score: 1,
        })),
      };
      const [path] = CHAIN.records;
      const said = [[9], [20, 21, 22, 23, 24, 25, 26], [28, 29]].map((all) => all.map((n) => `p${n}`));
      const records = said.map((ids) => ({ ...path, metadata: { ...path?.metadata, path_ids: ids } }));
      service.planRetrieval({ answer: { ...CHAIN, records, graph } });
      const found = await retrieve('native');
      expect(found.graph?.paths.map(({ id }) => id)).toEqual(['p9', 'p20', 'p28', 'p21', 'p29', 'p22']);
      expect(found.graph?.truncated).toBe(true);
      expect(found.graph?.edges).toHaveLength(GRAPH_MAX.paths);
      expect(found.sources.map(({ pathIds }) => pathIds)).toEqual([['p9'], ['p20', 'p21', 'p22'], ['p28', 'p29']]);
      expect(found.sources[1]?.text).toBe(path?.content);
    });

    it('gives what is stored for the very question', async () => {
      service.planRetrieval({ answer: STORED });
      const { direct } = await retrieve('native');
      expect(direct).toEqual({
        text: '报销须在三十天内提交。',
        told: { kind: 'stored', question: '报销多久内提交？', score: 0.97, threshold: 0.9, model: 'bge' },
        sources: [],
      });
    });

    it('gives a stored answer whole, of which the record has the beginning', async () => {
      const text = '报销须在三十天内提交。'.repeat(200);
      service.planRetrieval({ answer: { ...STORED, direct: { ...STORED.direct, text } } });
      expect((await retrieve('native')).direct?.text).toBe(text);
    });

    it('that does not say whose something is, has it for its asker alone', async () => {
      service.planRetrieval({ answer: { ...CHAIN, private: undefined } });
      expect((await retrieve('native')).private).toBe(true);
    });
  });

  describe('that is LightRAG', () => {
    it('is asked with its own key, and tells relations without a direction and chunks without a score', async () => {
      service.planRetrieval({ answer: LIGHT });
      const { sources, graph, lookup, mode } = await retrieve('lightrag');
      expect(service.questions()[0]).toMatchObject({ path: '/query/data', headers: { 'x-api-key': 'secret' } });
      expect(sent()).toEqual({
        ...{ query: QUESTION, mode: 'mix', top_k: 8, chunk_top_k: 8, enable_rerank: true },
        ...{ ll_keywords: tellingWords(QUESTION), hl_keywords: [QUESTION] },
      });
      expect(tellingWords('请问 Acme-X 投资了哪些公司？')).toEqual(['Acme-X', '投资', '公司']);
      await retrieve('lightrag', { question: '总结一下' });
      expect(sent()).toMatchObject({ ll_keywords: ['总结一下'] });
      expect(sources).toEqual([
        expect.objectContaining({ kind: 'path', text: '云岚科技 — 青禾资本：青禾资本是云岚科技的投资方' }),
        { title: '融资快讯.md', text: '三月，青禾资本领投云岚科技。公司随后扩产。', chunkId: 'chunk-1' },
      ]);
      expect(graph).toMatchObject({
        nodes: [
          { name: '云岚科技', role: 'answer' },
          { name: '青禾资本', role: 'seed' },
        ],
        edges: [
          { directed: false, label: '投资', quotes: [{ text: '三月，青禾资本领投云岚科技。', chunkId: 'chunk-1' }] },
        ],
      });
      expect([mode, lookup?.linked]).toEqual([
        'graph',
        [expect.objectContaining({ start: 0, end: 4, name: '青禾资本' })],
      ]);
    });

    it('finds by text alone where that is wanted, is not asked for a letter, and may find nothing', async () => {
      service.planRetrieval({ answer: LIGHT });
      expect(await retrieve('lightrag', { mode: 'vector' })).toMatchObject({ mode: 'vector', graph: undefined });
      expect(sent()).toMatchObject({ mode: 'naive' });
      expect((await retrieve('lightrag', { question: '谁' })).sources).toEqual([]);
      expect(service.questions()).toHaveLength(1);
      service.planRetrieval({ answer: { status: 'failure', message: 'empty', data: {} } });
      expect((await retrieve('lightrag')).sources).toEqual([]);
    });
  });

  it.each([DIFY, { data: DIFY }, { code: 0, message: 'ok', data: DIFY }])(
    'of Dify’s shape is told how many, and its records come with or without an envelope',
    async (answer) => {
      service.planRetrieval({ answer });
      const { sources } = await retrieve('dify');
      expect(sent()).toEqual({
        knowledge_id: 'default',
        query: QUESTION,
        retrieval_setting: { top_k: 8, score_threshold: 0 },
      });
      expect(sources).toEqual([
        { title: '融资快讯.pdf', text: '青禾资本领投云岚科技。', place: { page: 3 }, documentId: 'd1' },
        { title: '公告.docx', text: '第二条。' },
        { title: '三', text: '第三条。' },
      ]);
    },
  );

  it.each([
    { status: 500 },
    { status: 401 },
    { status: 404 },
    { fault: 'cut' as const },
    { fault: 'garbage' as const },
    { fault: 'huge' as const },
    { fault: 'redirect' as const },
    { answer: { records: 'none' } },
    { answer: null },
  ])('that does %j costs its deadline at most, once, and nothing else', async (plan) => {
    const lines: string[] = [];
    const logger = createLogger('warn', { write: (line) => void lines.push(line) });
    for (const kind of ['native', 'lightrag', 'dify'] as const) {
      service.clear();
      service.planRetrieval(plan);
      // None of these is about time: a deadline that is reached, or a service that is waited for in vain, fails.
      const knowing = createKnowing(configOf(kind, { timeoutMs: 5000 }), logger);
      const since = performance.now();
      const toKnow = { question: QUESTION, mode: undefined, budgetTokens: 1000, userId: 'u' };
      const nothing = { retrieval: 'degraded', sources: [], graph: undefined, direct: undefined };
      expect(await knowing.find(toKnow, never)).toMatchObject(nothing);
      expect(performance.now() - since).toBeLessThan(5000);
      expect(await knowing.find(toKnow, never)).toMatchObject(nothing);
      expect(service.questions()).toHaveLength(1);
    }
    expect(lines.join()).not.toContain('青禾');
    expect(lines.join()).not.toContain('secret');
  });

  it.each([{ delayMs: Infinity }, { answer: CHAIN, trickleMs: 500 }])(
    'that is late with one question by %j is asked the next, and left alone after three in a row',
    async (late) => {
      const knowing = createKnowing(configOf('native', { timeoutMs: 1500 }), createLogger('silent'));
      const toKnow = { question: QUESTION, mode: undefined, budgetTokens: 1000, userId: 'u' };
      const found: string[] = [];
      for (const plan of [late, late, { answer: CHAIN }, late, late, late, { answer: CHAIN }]) {
        service.planRetrieval(plan);
        const since = performance.now();
        found.push((await knowing.find(toKnow, never)).retrieval);
        // What trickles would take twice as long, and the other for ever.
        expect(performance.now() - since).toBeLessThan(10_000);
      }
      const no = 'degraded';
      expect(found).toEqual([no, no, 'graph', no, no, no, no]);
      expect(service.questions()).toHaveLength(6);
    },
  );

  it('that refuses one question is asked the next; whoever stops an answer does not put it to rest', async () => {
    const knowing = createKnowing(configOf('native'), createLogger('silent'));
    const toKnow = { question: QUESTION, mode: undefined, budgetTokens: 1000, userId: 'u' };
    service.planRetrieval({ status: 422 });
    expect((await knowing.find(toKnow, never)).retrieval).toBe('degraded');
    service.planRetrieval({ delayMs: Infinity });
    const stopped = new AbortController();
    setTimeout(() => stopped.abort(), 50);
    await knowing.find(toKnow, stopped.signal);
    service.planRetrieval({ answer: { ...CHAIN, degraded: true, warnings: ['no embeddings'] } });
    const known = await knowing.find(toKnow, never);
    expect([known.retrieval, known.sources.length]).toEqual(['degraded', 4]);
    expect(sent()).toMatchObject({ owner: ownerOf('u') });
  });

  it('gives passages without words to nobody', async () => {
    service.planRetrieval({ answer: { ...CHAIN, records: [passage(1, '空', ' \n')] } });
    expect((await retrieve('native')).sources).toEqual([]);
  });
});
