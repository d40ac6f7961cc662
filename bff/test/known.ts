import type { RetrieveAnswer } from '@huati/shared';

type Record = RetrieveAnswer['records'][number];

/** A record of a passage, found by its words. */
export function passage(n: number, title: string, content: string, more: Partial<Record['metadata']> = {}): Record {
  const chunk = `${title}#${n}`;
  return {
    content,
    score: 0.5,
    title,
    metadata: { n, kind: 'source', score_kind: 'bm25', chunk_id: chunk, doc_id: title, path_ids: [], ...more },
  };
}

/** 青禾资本 -> 云岚科技 -> 收购云图物流: a sentence of the path, and the passages that say its two edges. */
export const CHAIN: RetrieveAnswer = {
  retrieval_id: 'r-1',
  mode_used: 'graph',
  backend: 'memory',
  warnings: [],
  timings_ms: { link: 1 },
  records: [
    {
      content: '青禾资本投资了云岚科技；云岚科技收购了云图物流。',
      score: 0.91234567,
      title: '知识图谱',
      metadata: { n: 1, kind: 'path', score_kind: 'ppr', path_ids: ['p1'] },
    },
    passage(2, '融资快讯', '三月，青禾资本领投云岚科技的 A 轮融资。', { page: 2 }),
    passage(3, '并购公告', '云岚科技宣布收购云图物流全部股权。'),
    passage(4, '行业周报', '本周另有三家公司发布新品。'),
  ],
  graph: {
    nodes: [
      { id: 'a', label: '投资机构', name: '青禾资本', role: 'seed' },
      { id: 'b', label: '公司', name: '云岚科技', role: 'via' },
      { id: 'c', label: '公司', name: '云图物流', role: 'answer' },
    ],
    edges: [
      edge('e1', 'a', 'b', '投资', ['融资快讯#2', '融资快讯', '青禾资本领投云岚科技']),
      edge('e2', 'b', 'c', '收购', ['并购公告#3', '并购公告', '云岚科技宣布收购云图物流']),
    ],
    paths: [{ id: 'p1', node_ids: ['a', 'b', 'c'], edge_ids: ['e1', 'e2'], text: '', score: 1 }],
    truncated: false,
  },
  linked: [{ surface: '青禾资本', start: 0, end: 4, node_id: 'a', name: '青禾资本', how: 'exact' }],
  plan: { template_id: 'chain', params: {} },
  direct: null,
  degraded: false,
  private: false,
};

function edge(
  id: string,
  source: string,
  target: string,
  label: string,
  [chunk, title, text]: [string, string, string],
): RetrieveAnswer['graph']['edges'][number] {
  const quotes = [{ chunk_id: chunk, doc_id: title, title, text, page: 2 }];
  return { id, source, target, type: label, label_zh: label, directed: true, evidence: [chunk], quotes };
}

/** An answer that has stored words for the very question. */
export const STORED: RetrieveAnswer = {
  ...CHAIN,
  records: [passage(1, '常见问题', '报销须在三十天内提交。', { score_kind: 'cosine' })],
  graph: { nodes: [], edges: [], paths: [], truncated: false },
  linked: [],
  direct: { record: 1, question: '报销多久内提交？', score: 0.97, threshold: 0.9, model: 'bge' },
};

/** The same with the passages that the stored words rest on: the third and the second record, and some that there are not. */
export const STORED_WITH_SOURCES: RetrieveAnswer = {
  ...STORED,
  records: [
    ...STORED.records,
    passage(2, '报销细则', '第三条 报销须在费用发生后三十天内提交。', { page: 4 }),
    passage(3, '财务制度', '逾期提交的报销不予受理。'),
    passage(4, '行业周报', '本周另有三家公司发布新品。'),
  ],
  direct: {
    record: 1,
    sources: [2, 3, 1, 9, 2],
    question: '报销多久内提交？',
    score: 0.97,
    threshold: 0.9,
    model: 'bge',
  },
};

/** As LightRAG answers `/query/data`. */
export const LIGHT = {
  status: 'success',
  message: 'Query executed successfully',
  data: {
    entities: [
      {
        entity_name: '青禾资本',
        entity_type: 'organization',
        description: '…',
        source_id: 'chunk-1',
        file_path: 'a.md',
      },
      {
        entity_name: '云岚科技',
        entity_type: 'organization',
        description: '…',
        source_id: 'chunk-1',
        file_path: 'a.md',
      },
    ],
    relationships: [
      {
        src_id: '云岚科技',
        tgt_id: '青禾资本',
        description: '青禾资本是云岚科技的投资方',
        keywords: '投资,融资',
        weight: 1,
        source_id: 'chunk-1<SEP>chunk-9',
        file_path: 'a.md',
        reference_id: '1',
      },
    ],
    chunks: [
      {
        content: '三月，青禾资本领投云岚科技。公司随后扩产。',
        file_path: '/srv/inputs/融资快讯.md',
        chunk_id: 'chunk-1',
        reference_id: '1',
      },
    ],
    references: [{ reference_id: '1', file_path: 'a.md' }],
  },
  metadata: { query_mode: 'mix' },
};

/** As RAGFlow answers Dify's request. */
export const DIFY = {
  records: [
    { content: '青禾资本领投云岚科技。', score: 1.7, title: '融资快讯.pdf', metadata: { doc_id: 'd1', page: 3 } },
    { content: '第二条。', score: null, title: null, metadata: { document_name: '公告.docx', page: 'x' } },
    { content: 7 },
    { content: '第三条。', score: 0.4, title: '三', metadata: null },
  ],
};
