import type { EvidenceGraph, GraphEdge, GraphNode, GraphPath, Lookup, Source } from '@huati/shared';

export function nodeOf(id: string, more: Partial<GraphNode> = {}): GraphNode {
  return { id, name: id, role: 'via', ...more };
}

export function edgeOf(id: string, source: string, target: string, more: Partial<GraphEdge> = {}): GraphEdge {
  return { id, source, target, type: 'T', label: '投资', directed: true, quotes: [], ...more };
}

export function graphOf(nodes: GraphNode[], edges: GraphEdge[], paths: GraphPath[] = []): EvidenceGraph {
  return { nodes, edges, paths };
}

/** 青禾资本 —投资→ 云岚科技 —发生→ 收购溪语, beside it an investor who also holds the company; two sources say so. */
export const known: EvidenceGraph = graphOf(
  [
    nodeOf('i', { name: '青禾资本', type: '投资机构', role: 'seed' }),
    nodeOf('c', { name: '云岚科技', type: '公司' }),
    nodeOf('e', { name: '收购溪语', type: '事件', role: 'answer' }),
    nodeOf('j', { name: '远山基金', type: '投资机构' }),
  ],
  [
    edgeOf('ic', 'i', 'c', {
      quotes: [{ text: '青禾资本领投云岚科技的 A 轮', title: '融资公告', place: { page: 2 }, n: 2 }],
    }),
    edgeOf('ce', 'c', 'e', {
      label: '发生',
      quotes: [{ text: '云岚科技收购了溪语', title: '年度要闻', n: 3 }],
    }),
    edgeOf('cj', 'c', 'j', { label: '股东' }),
  ],
  [
    { id: 'p1', nodeIds: ['i', 'c', 'e'], edgeIds: ['ic', 'ce'], n: 1 },
    { id: 'p2', nodeIds: ['j', 'c', 'e'], edgeIds: ['cj', 'ce'] },
  ],
);

export const lookup: Lookup = {
  question: '青禾资本投资的公司发生了什么？',
  linked: [{ start: 0, end: 4, nodeId: 'i', name: '青禾资本', how: 'exact' }],
};

export const knownSources: Source[] = [
  {
    n: 1,
    kind: 'path',
    title: '图谱路径',
    text: '青禾资本投资了云岚科技，云岚科技收购了溪语。',
    pathId: 'p1',
    score: 0.914,
    scoreKind: 'rerank',
  },
  {
    n: 2,
    title: '融资公告',
    text: '今日，青禾资本领投云岚科技的 A 轮，多家跟投。',
    place: { page: 2 },
    documentId: 'd2',
    score: 0.83,
    scoreKind: 'cosine',
  },
  { n: 3, title: '年度要闻', text: '云岚科技收购了溪语，引起关注。', documentId: 'd3' },
  { n: 4, title: '制度', text: '自发布之日起施行。', documentId: 'd4', score: 0.4, scoreKind: 'bm25' },
];
