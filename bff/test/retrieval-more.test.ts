import { GRAPH_MAX } from '@huati/shared';
import { expect, it } from 'vitest';
import { citedOnly } from '../src/features/evidence/ending';
import type { Given } from '../src/features/evidence/given';
import { joined } from '../src/features/evidence/graphs';
import { withMore } from '../src/features/evidence/more';
import { search } from '../src/features/planning/tools/search';
import type { Known } from '../src/features/retrieval/knowing';

const ID = '00000000-0000-0000-0000-abcdefabcdef';

/** That `from` invested in `to`, as a sentence and as the passage that says so. */
function investment(from: string, to: string): Known {
  const chunkId = `${from}#1`;
  return {
    retrieval: 'graph',
    sources: [
      { kind: 'path', title: '知识图谱', text: `${from}投资了${to}。`, pathId: 'p1', pathIds: ['p1'] },
      { title: '快讯', text: `${from}领投${to}，[1]金额未披露。`, chunkId },
    ],
    graph: {
      nodes: [
        { id: from, name: from, role: 'seed' },
        { id: to, name: to, role: 'answer' },
      ],
      edges: [
        {
          ...{ id: 'e1', source: from, target: to, type: 'INVESTED_IN', label: '投资', directed: true },
          quotes: [{ title: '快讯', text: `${from}领投${to}`, chunkId }],
        },
      ],
      paths: [{ id: 'p1', nodeIds: [from, to], edgeIds: ['e1'] }],
    },
    lookup: { question: `${from}投资了谁？`, linked: [] },
    direct: undefined,
    private: false,
  };
}

const NOTHING: Given = { retrieval: 'off', files: [], sources: [] };
const more = (given: Given, from: string, to: string, tokens = 2000) =>
  withMore(given, investment(from, to), { id: ID, tokens });

it('what a search finds is numbered behind the last, with paths and quotations of its own', () => {
  const first = more(NOTHING, '砚池资本', '鹿泠智能').given;
  const { given, text } = more(first, '苇航基金', '星槎航天');
  expect(given.sources.map(({ n, kind }) => [n, kind])).toEqual([
    [1, 'path'],
    [2, undefined],
    [3, 'path'],
    [4, undefined],
  ]);
  expect(given.graph?.paths.map(({ n }) => n)).toEqual([1, 3]);
  expect(given.sources.map(({ pathId }) => pathId)).toEqual([
    given.graph?.paths[0]?.id,
    undefined,
    given.graph?.paths[1]?.id,
    undefined,
  ]);
  // Both answers of the service call different edges by the same id.
  const ends = given.graph?.paths.map(({ edgeIds }) => given.graph?.edges.find(({ id }) => id === edgeIds[0])?.source);
  expect(ends).toEqual(['砚池资本', '苇航基金']);
  expect(given.graph?.edges.map(({ quotes }) => quotes[0]?.n)).toEqual([2, 4]);
  expect(text).toContain('<<<FILE abcdefabcdef\n[4]\n苇航基金领投星槎航天，(1)金额未披露。\nFILE>>> abcdefabcdef');
  expect(text).not.toContain('砚池');
  expect(first.sources).toHaveLength(2);
});

it('what was given before keeps its number, and is not given again', () => {
  const { given } = more(NOTHING, '砚池资本', '鹿泠智能');
  const again = more(given, '砚池资本', '鹿泠智能');
  expect(again.given.sources).toEqual(given.sources);
  expect(again.given.graph).toEqual(given.graph);
  expect(again.text).toBe('Found as well, and given already: [1][2]');
});

it('a search gives no more than has room, nothing where nothing is found, and paths only whole', () => {
  expect(more(NOTHING, '砚池资本', '鹿泠智能', 10)).toMatchObject({ given: { sources: [] }, text: '' });
  const all = manyPaths();
  expect(all.graph?.paths).toHaveLength(2 * GRAPH_MAX.paths);
  const said = all.sources.flatMap(({ pathId }) => pathId ?? []);
  expect(said).toEqual(all.graph?.paths.map(({ id }) => id));
  expect(all.sources.map(({ n }) => n)).toEqual(all.sources.map((_, at) => at + 1));
});

/** More searches than there is room for, each with a path of its own. */
function manyPaths(): Given {
  const pairs = Array.from({ length: 2 * GRAPH_MAX.nodes }, (_, n) => [`基金${n}`, `公司${n}`] as const);
  return pairs.reduce((given, [from, to]) => more(given, from, to).given, NOTHING);
}

it('what is searched for beside a full graph is found, and at the end no more of it stays than an answer carries', () => {
  const given = manyPaths();
  const said = given.sources.filter(({ kind }) => kind === 'path').map(({ n }) => n);
  const quoted = given.sources.filter(({ kind }) => kind !== 'path').map(({ n }) => n);
  expect(said.length).toBeGreaterThan(GRAPH_MAX.paths);
  // All that was quoted, and of the sentences only the last.
  const cited = [...quoted, said.at(-1) ?? 0].map((n) => `[${n}]`).join('');
  const end = citedOnly(given, cited, 'complete');
  expect(end.graph?.paths).toHaveLength(GRAPH_MAX.paths);
  expect(end.graph?.paths.at(-1)?.n).toBe(said.at(-1));
  expect(end.graph?.nodes.length).toBeLessThanOrEqual(GRAPH_MAX.nodes);
  expect(end.graph?.edges.length).toBeLessThanOrEqual(GRAPH_MAX.edges);
  expect(citedOnly(end, cited, 'complete')).toEqual(end);
});

it('a search says that nothing was found only where that is so', async () => {
  const ask = { userId: 'u', mode: undefined };
  const told = async (known: Known, given = NOTHING, tokens = 2000) => {
    const parts = { knowing: { find: () => Promise.resolve(known) }, more: withMore };
    return (await search(parts, '谁投资了谁？', { given, ask, id: ID, tokens }, new AbortController().signal)).text;
  };
  const known = investment('砚池资本', '鹿泠智能');
  expect(await told(known)).toContain('砚池资本投资了鹿泠智能');
  expect(await told(known, NOTHING, 120)).toBe('Something was found, but there is no room for it.');
  expect(await told({ ...known, sources: [] })).toBe('Nothing was found.');
  expect(await told({ ...known, sources: [], retrieval: 'degraded' })).toBe('The search could not be done.');
});

it('an answer keeps the paths of what it cites, over all searches', () => {
  const given = more(more(NOTHING, '砚池资本', '鹿泠智能').given, '苇航基金', '星槎航天').given;
  const byPath = citedOnly(given, '星槎航天[3]。', 'complete');
  expect(byPath.graph?.nodes.map(({ name }) => name)).toEqual(['苇航基金', '星槎航天']);
  expect(byPath.graph?.edges[0]?.quotes).toEqual([{ title: '快讯', text: '苇航基金领投星槎航天' }]);
  const byQuote = citedOnly(given, '星槎航天[4]。', 'complete');
  expect(byQuote.graph?.paths.map(({ n, nodeIds }) => [n, nodeIds])).toEqual([[undefined, ['苇航基金', '星槎航天']]]);
  expect(citedOnly(byQuote, '星槎航天[4]。', 'complete')).toEqual(byQuote);
  expect(citedOnly(given, '不知道。', 'complete')).toMatchObject({ sources: [], unsupported: true });
  expect(citedOnly(given, '不知', 'stopped').unsupported).toBeUndefined();
  expect(joined(undefined, byPath.graph)).toEqual(byPath.graph);
});
