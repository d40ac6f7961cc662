import type { EvidenceGraph } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { crosses, cut, edgeOf, overlap } from '@/features/evidence/graph/geometry';
import { layoutOf } from '@/features/evidence/graph/layout';
import { linksOf } from '@/features/evidence/graph/links';
import { rowsOf } from '@/features/evidence/graph/rows';
import { edgeOf as relation, graphOf, nodeOf } from './graphs';

const WIDTH = 348;

/** Graphs of up to 12 nodes and 16 edges, other ones for each seed. */
function someGraph(seed: number): EvidenceGraph {
  let state = seed * 2_654_435_761;
  const under = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const names = Array.from({ length: 1 + under(12) }, (_, at) => `n${at}`);
  const nodes = names.map((id, at) =>
    nodeOf(id, { role: at < 1 + under(2) ? 'seed' : 'via', name: '名'.repeat(1 + under(60)) }),
  );
  const pick = (): string => names[under(names.length)] ?? '';
  const edges = Array.from({ length: under(17) }, (_, at) =>
    relation(`e${at}`, pick(), pick(), { label: '投资控股合作'.slice(0, 1 + under(6)), directed: under(3) > 0 }),
  );
  return graphOf(nodes, edges);
}

const graphs = Array.from({ length: 60 }, (_, seed) => someGraph(seed + 1));

describe('the picture of a graph', () => {
  it('has no two nodes or words over each other, and nothing outside of it', () => {
    for (const graph of graphs) {
      const { nodes, lines, height } = layoutOf(graph, WIDTH);
      expect(nodes.map(({ id }) => id)).toEqual(graph.nodes.map(({ id }) => id));
      const rects = [...nodes.map(({ rect }) => rect), ...lines.flatMap(({ label }) => label ?? [])];
      rects.forEach((rect, at) => {
        expect(rects.slice(at + 1).some((other) => overlap(rect, other))).toBe(false);
        expect(rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= WIDTH && rect.y + rect.height <= height).toBe(true);
      });
    }
  });

  it('is the same for the same graph', () => {
    for (const graph of graphs) expect(layoutOf(structuredClone(graph), WIDTH)).toEqual(layoutOf(graph, WIDTH));
  });

  it('shows nearly all words', () => {
    const lines = graphs.flatMap((graph) => layoutOf(graph, WIDTH).lines);
    expect(lines.filter(({ label }) => label !== null).length / lines.length).toBeGreaterThan(0.85);
  });

  it('of a path goes straight down, with arrows that point where the relations do', () => {
    const graph = graphOf(
      [nodeOf('a', { role: 'seed' }), nodeOf('b'), nodeOf('c', { role: 'answer' })],
      [relation('1', 'a', 'b'), relation('2', 'c', 'b')],
    );
    const { nodes, lines } = layoutOf(graph, WIDTH);
    expect(new Set(nodes.map(({ rect }) => rect.x)).size).toBe(1);
    expect(lines.map(({ turn }) => Math.round(turn))).toEqual([90, -90]);
    expect(lines.every(({ label }) => label !== null)).toBe(true);
  });

  it('stands in the middle: two of a row on both sides of what they are joined to', () => {
    const graph = graphOf(
      [nodeOf('s', { role: 'seed' }), nodeOf('a'), nodeOf('b'), nodeOf('e', { role: 'answer' })],
      [relation('1', 's', 'a'), relation('2', 's', 'b'), relation('3', 'a', 'e'), relation('4', 'b', 'e')],
    );
    const middles = layoutOf(graph, WIDTH).nodes.map(({ rect }) => Math.round(rect.x + rect.width / 2 - WIDTH / 2));
    expect([middles[0], middles[3], (middles[1] ?? 0) + (middles[2] ?? 0)]).toEqual([0, 0, 0]);
  });

  it('leaves room for words between two of a row that are joined', () => {
    const graph = graphOf(
      [nodeOf('s', { role: 'seed' }), nodeOf('a'), nodeOf('b')],
      [relation('1', 's', 'a'), relation('2', 's', 'b'), relation('3', 'a', 'b')],
    );
    expect(layoutOf(graph, WIDTH).lines.every(({ label }) => label !== null)).toBe(true);
  });

  it('takes one node, none, and nodes that nothing joins', () => {
    expect(layoutOf(graphOf([nodeOf('a')], []), WIDTH)).toMatchObject({ height: 72, lines: [] });
    expect(layoutOf(graphOf([], []), WIDTH)).toEqual({ width: WIDTH, height: 0, nodes: [], lines: [] });
    expect(rowsOf(graphOf([nodeOf('a'), nodeOf('b')], []), [])).toEqual([['a'], ['b']]);
  });
});

describe('the lines of a picture', () => {
  const nodes = [nodeOf('a'), nodeOf('b')];

  it('are one for all that joins two nodes, with a head at each end that something points to', () => {
    const edges = [relation('1', 'a', 'b', { label: '投资' }), relation('2', 'b', 'a', { label: '供货' })];
    expect(linksOf(graphOf(nodes, edges))).toMatchObject([{ label: '投资、供货', heads: { from: true, to: true } }]);
    const one = [relation('1', 'a', 'b', { directed: false })];
    expect(linksOf(graphOf(nodes, one))).toMatchObject([{ heads: { from: false, to: false } }]);
  });

  it('are none for a relation of a node to itself, or to one that is not there', () => {
    expect(linksOf(graphOf(nodes, [relation('1', 'a', 'a'), relation('2', 'a', 'gone')]))).toEqual([]);
  });
});

describe('geometry', () => {
  const rect = { x: 10, y: 10, width: 20, height: 10 };

  it('knows lines that go through a rectangle and lines that cross', () => {
    expect(crosses({ x: 0, y: 15 }, { x: 40, y: 15 }, rect)).toBe(true);
    expect(crosses({ x: 0, y: 5 }, { x: 40, y: 5 }, rect)).toBe(false);
    expect(crosses({ x: 0, y: 0 }, { x: 5, y: 5 }, rect)).toBe(false);
    expect(cut({ x: 0, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }, { x: 10, y: 0 })).toBe(true);
    expect(cut({ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 0, y: 5 }, { x: 10, y: 5 })).toBe(false);
  });

  it('ends a line beside what it leads to', () => {
    expect(edgeOf(rect, { x: 20, y: 100 }, 3)).toEqual({ x: 20, y: 23 });
    expect(edgeOf(rect, { x: 100, y: 15 }, 3)).toEqual({ x: 33, y: 15 });
    expect(edgeOf(rect, { x: 20, y: 15 }, 3)).toEqual({ x: 20, y: 15 });
  });
});
