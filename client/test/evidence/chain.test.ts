import type { Source } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { chainsOf, quotedIn, type Chain } from '@/features/evidence/graph/chain';
import { edgeOf, graphOf, known, knownSources, nodeOf } from './graphs';

const source = (n: number): Source => knownSources[n - 1] ?? { n, title: '', text: '' };
const drawn = ({ first, steps }: Chain): string =>
  [first.name, ...steps.map(({ edge, way, node }) => `${edge?.label ?? '?'} ${way} ${node.name}`)].join(' | ');

describe('the paths of a source', () => {
  it('are the one that a sentence was made from', () => {
    const chains = chainsOf(source(1), known);
    expect(chains.map(drawn)).toEqual(['青禾资本 | 投资 down 云岚科技 | 发生 down 收购溪语']);
    const unnamed = { ...source(1), pathId: undefined };
    const byNumber = graphOf(known.nodes, known.edges, [{ id: 'x', n: 1, nodeIds: ['i', 'c'], edgeIds: ['ic'] }]);
    expect(chainsOf(unnamed, byNumber).map(drawn)).toEqual(['青禾资本 | 投资 down 云岚科技']);
  });

  it('are all that a sentence was made from', () => {
    const paths = [
      { id: 'p1', n: 1, nodeIds: ['i', 'c'], edgeIds: ['ic'] },
      { id: 'p2', n: 1, nodeIds: ['j', 'c'], edgeIds: ['cj'] },
      { id: 'p3', n: 2, nodeIds: ['c', 'e'], edgeIds: ['ce'] },
    ];
    expect(chainsOf(source(1), graphOf(known.nodes, known.edges, paths)).map(({ key }) => key)).toEqual(['p1', 'p2']);
  });

  it('are all that a passage is quoted on, with arrows as the relations have them', () => {
    expect(chainsOf(source(3), known).map(drawn)).toEqual([
      '青禾资本 | 投资 down 云岚科技 | 发生 down 收购溪语',
      '远山基金 | 股东 up 云岚科技 | 发生 down 收购溪语',
    ]);
    expect(chainsOf(source(4), known)).toEqual([]);
  });

  it('have a relation alone where no path has it', () => {
    const graph = graphOf(known.nodes, known.edges, []);
    expect(chainsOf(source(2), graph).map(drawn)).toEqual(['青禾资本 | 投资 down 云岚科技']);
  });

  it('have no arrow where nothing is known of a direction', () => {
    const edges = [edgeOf('ab', 'b', 'a', { directed: false })];
    const graph = graphOf([nodeOf('a'), nodeOf('b')], edges, [{ id: 'p1', nodeIds: ['a', 'b'], edgeIds: ['ab'] }]);
    expect(chainsOf(source(1), graph).map(drawn)).toEqual(['a | 投资 none b']);
  });

  it('keep to what is there where relations are missing, or join others', () => {
    const paths = [{ id: 'p1', nodeIds: ['i', 'c', 'e'], edgeIds: ['gone', 'ic'] }];
    expect(chainsOf(source(1), graphOf(known.nodes, known.edges, paths)).map(drawn)).toEqual([
      '青禾资本 | ? none 云岚科技 | ? none 收购溪语',
    ]);
    const short = [{ id: 'p1', nodeIds: ['i', 'c'], edgeIds: [] }];
    expect(chainsOf(source(1), graphOf(known.nodes, [], short)).map(drawn)).toEqual(['青禾资本 | ? none 云岚科技']);
  });

  it('are left out where nodes are missing', () => {
    const paths = [
      { id: 'p1', nodeIds: ['i', 'gone'], edgeIds: ['ic'] },
      { id: 'p1', nodeIds: [], edgeIds: [] },
    ];
    expect(chainsOf(source(1), graphOf(known.nodes, known.edges, paths))).toEqual([]);
    expect(chainsOf(source(2), graphOf([], known.edges, []))).toEqual([]);
  });

  it('may be one node', () => {
    const graph = graphOf(known.nodes, [], [{ id: 'p1', nodeIds: ['i'], edgeIds: [] }]);
    expect(chainsOf(source(1), graph).map(drawn)).toEqual(['青禾资本']);
  });
});

it('what of a source is quoted is told once', () => {
  const twice = graphOf(known.nodes, [...known.edges, ...known.edges]);
  expect(quotedIn(source(2), twice)).toEqual(['青禾资本领投云岚科技的 A 轮']);
  expect(quotedIn(source(4), twice)).toEqual([]);
  expect(quotedIn(source(2), undefined)).toEqual([]);
});
