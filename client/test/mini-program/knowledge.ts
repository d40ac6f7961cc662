import type { RetrieveAnswer } from '@huati/shared';

const FUNDING = '今日，青禾资本领投云岚科技的 A 轮融资，多家机构跟投。';
const NEWS = '第三季度，云岚科技收购了溪语机器人，引起关注。';
const chunk = (id: string, title: string, page: number, text: string) => ({
  chunk_id: id,
  doc_id: id,
  title,
  place: { page },
  text,
});
const quotes = {
  funding: chunk('d1', '融资公告', 2, '青禾资本领投云岚科技的 A 轮融资'),
  news: chunk('d2', '年度要闻', 5, '云岚科技收购了溪语机器人'),
};
const found = (n: number, { chunk_id, doc_id, title, place }: (typeof quotes)['funding'], content: string) => ({
  content,
  score: 0.9 - n / 10,
  title,
  metadata: { n, kind: 'source' as const, score_kind: 'cosine' as const, chunk_id, doc_id, place, path_ids: [] },
});

/** What a GraphRAG service knows of an investor whose company bought another: a path, and the two passages that say so. */
export const knowledge: RetrieveAnswer = {
  retrieval_id: 'r1',
  mode_used: 'graph',
  backend: 'scripted',
  warnings: [],
  degraded: false,
  timings_ms: {},
  records: [
    {
      content: '青禾资本投资了云岚科技，云岚科技收购了溪语机器人。',
      score: 0.91,
      title: '图谱路径',
      metadata: { n: 1, kind: 'path', score_kind: 'rerank', path_ids: ['p1'] },
    },
    found(2, quotes.funding, FUNDING),
    found(3, quotes.news, NEWS),
  ],
  graph: {
    nodes: [
      { id: 'i', label: '投资机构', name: '青禾资本', role: 'seed' },
      { id: 'c', label: '公司', name: '云岚科技', role: 'via' },
      { id: 'e', label: '公司', name: '溪语机器人', role: 'answer' },
    ],
    edges: [
      {
        id: 'ic',
        source: 'i',
        target: 'c',
        type: 'INVESTED_IN',
        label_zh: '投资',
        directed: true,
        evidence: ['d1'],
        quotes: [quotes.funding],
      },
      {
        id: 'ce',
        source: 'c',
        target: 'e',
        type: 'ACQUIRED',
        label_zh: '收购',
        directed: true,
        evidence: ['d2'],
        quotes: [quotes.news],
      },
    ],
    paths: [{ id: 'p1', node_ids: ['i', 'c', 'e'], edge_ids: ['ic', 'ce'], text: '', score: 0.91 }],
    truncated: false,
  },
  linked: [{ surface: '青禾资本', start: 0, end: 4, node_id: 'i', name: '青禾资本', how: 'exact' }],
  plan: { template_id: 'scripted', params: {} },
  direct: null,
  private: false,
};
