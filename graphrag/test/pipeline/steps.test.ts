import { foundIn, Postings, termsOf } from '@huati/ranking';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../src/domain';
import { meets } from '../../src/pipeline/condition';
import { fused, interleaved } from '../../src/pipeline/order';
import { pageRank } from '../../src/pipeline/pagerank';
import { traverse } from '../../src/pipeline/traverse';
import { type Told, world } from './world';

const chunk: Chunk = {
  id: 'd#1',
  documentId: 'd',
  owner: '',
  n: 1,
  title: '2024 年报 Final',
  text: '',
  place: { page: 12 },
};

describe('conditions', () => {
  it.each([
    ['title', 'contains', '年报', true],
    ['title', 'not contains', '年报', false],
    ['title', 'start with', '2024', true],
    ['title', 'end with', 'final', true],
    ['title', 'is', '2024 年报 FINAL', true],
    ['title', 'is not', '别的', true],
    ['slide', 'empty', null, true],
    ['page', 'not empty', null, true],
    ['page', '=', 12, true],
    ['page', '≠', '12', false],
    ['page', '>', 9, true],
    ['page', '<', '9', false],
    ['page', '≥', 12, true],
    ['page', '≤', 11, false],
    ['slide', '<', 5, false],
    ['title', 'before', '2025-01-01', false],
  ])('%s %s %s', (name, sign, value, holds) => {
    const conditions = [{ name, comparison_operator: sign, value }];
    expect(meets({ logical_operator: 'and', conditions })?.(chunk)).toBe(holds);
  });
});

describe('order', () => {
  it('gives the graph its share of the first places, and loses nothing', () => {
    expect(interleaved(['a', 'b', 'c', 'd'], ['x', 'b', 'y'], 3)).toEqual(['a', 'b', 'c', 'x', 'd', 'y']);
    expect(interleaved([], ['x', 'y'], 3)).toEqual(['x', 'y']);
    expect(
      fused([
        ['a', 'b'],
        ['b', 'c'],
      ])[0],
    ).toBe('b');
    const ids = fc.uniqueArray(fc.nat(20).map(String));
    fc.assert(
      fc.property(ids, ids, fc.integer({ min: 1, max: 5 }), (graph, text, share) => {
        expect([...interleaved(graph, text, share)].sort()).toEqual([...new Set([...graph, ...text])].sort());
      }),
    );
  });
});

describe('rank of pages', () => {
  it('is one in all, and more near the seeds', () => {
    const joined = [
      { from: 'a', to: 'b', weight: 1 },
      { from: 'b', to: 'c', weight: 1 },
    ];
    const rank = pageRank(
      joined,
      new Map([
        ['a', 1],
        ['alone', 0.5],
      ]),
    );
    expect([...rank.values()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(1);
    expect(rank.get('b') ?? 0).toBeGreaterThan(rank.get('c') ?? 1);
    expect(pageRank(joined, new Map()).size).toBe(0);
  });
});

describe('lists of terms', () => {
  it('find the same after texts came and went', () => {
    const [kept, changed] = [new Postings(), new Postings()];
    for (let n = 0; n < 2_500; n += 1) changed.add(`gone ${n}`, '砚池资本 公告');
    for (const shelf of [kept, changed]) {
      shelf.add('a', '砚池资本投资鹿泠智能');
      shelf.add('b', '别的公告');
    }
    for (let n = 0; n < 2_500; n += 1) changed.remove(`gone ${n}`);
    const terms = [...termsOf('砚池资本公告')];
    expect(foundIn([changed], terms, 5)).toEqual(foundIn([kept], terms, 5));
    expect(foundIn([kept], terms, 5)[0]?.key).toBe('a');
  });
});

describe('walks', () => {
  it('find what joins two hubs, or one and another, whatever else they have', async () => {
    const told: Told[] = [
      ...Array.from({ length: 10_000 }, (_, n): Told => [
        '巨鲸资本',
        'Investor',
        'INVESTED_IN',
        `甲公司${n}号`,
        'Company',
      ]),
      ...Array.from({ length: 400 }, (_, n): Told => [
        '大鲵资本',
        'Investor',
        'INVESTED_IN',
        `乙公司${n}号`,
        'Company',
      ]),
      ['大鲵资本', 'Investor', 'INVESTED_IN', '甲公司7007号', 'Company'],
      ['甲公司6001号', 'Company', 'ACQUIRED', '远方公司', 'Company'],
      ['远方公司', 'Company', 'ACQUIRED', '更远公司', 'Company'],
      ['小鱼资本', 'Investor', 'INVESTED_IN', '更远公司', 'Company'],
    ];
    const { ask } = await world(told);
    const said = async (question: string) => (await ask(question)).graph;
    for (const n of [0, 300, 5_000, 9_999]) {
      const sentence = `巨鲸资本投资甲公司${n}号`;
      for (const question of [`${sentence}了吗`, `甲公司${n}号和巨鲸资本有什么关系`]) {
        const { paths, truncated } = await said(question);
        expect([question, truncated, ...paths.map(({ text }) => text)]).toEqual([question, false, sentence]);
      }
    }
    const common = await said('巨鲸资本和大鲵资本都投资了谁');
    expect(
      common.paths
        .slice(0, 2)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['巨鲸资本投资甲公司7007号', '大鲵资本投资甲公司7007号'].sort());
    const two = await said('巨鲸资本和远方公司有什么关系');
    expect(two.paths.map(({ text }) => text)).toEqual(['巨鲸资本投资甲公司6001号；甲公司6001号收购远方公司']);
    const three = await said('更远公司和巨鲸资本有什么关系');
    expect(three.paths.map(({ node_ids: ids }) => ids)).toEqual([['更远公司', '远方公司', '甲公司6001号', '巨鲸资本']]);
    expect((await said('小鱼资本和巨鲸资本有什么关系')).paths).toEqual([]);
  });

  it('are bounded at a hub, and say that there is more', async () => {
    const hub = Array.from(
      { length: 2_500 },
      (_, n) => ['中心资本', 'Investor', 'INVESTED_IN', `公司${n}号`, 'Company'] as const,
    );
    const { parts } = await world(hub);
    const entity = { id: '中心资本', name: '中心资本', type: 'Investor' };
    const seeds = [{ entity, at: 0, end: 4 }];
    const chains = [
      [
        { type: 'INVESTED_IN', direction: 'out' as const },
        { type: 'INVESTED_IN', direction: 'in' as const },
      ],
    ];
    const asked = { graph: parts.graph, viewer: { owner: '' }, signal: new AbortController().signal };
    const one = await traverse({ template: 'around', seeds, chains: [], hops: 1 }, asked);
    expect(one).toMatchObject({ truncated: true });
    expect(one.paths.length).toBeLessThanOrEqual(200);
    // Back over the same edge is no way.
    expect((await traverse({ template: 'chain', seeds, chains, hops: 2 }, asked)).paths).toEqual([]);
  });
});
