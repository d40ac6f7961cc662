import type { EvidenceGraph } from '@huati/shared';
import { crosses, cut, edgeOf, middleOf, type Point, type Rect } from './geometry';
import { labelsOf } from './labels';
import { linksOf, type Link } from './links';
import { rowsOf } from './rows';

/** How high a node is, and how much room is between rows for what joins them, px. */
const NODE_HEIGHT = 52;
const ROOM = 60;
/** Around all of it, for what stands over the corner of a node. */
const MARGIN = 10;
/** Between two nodes of a row, and between a node and the end of an arrow. */
const GAP = 10;
const HEAD_GAP = 3;
/** A row has so many places; neighbours stand two of them apart. */
const PLACES = 5;
const SWEEPS = 6;
const STARTS = 6;
const ORIGIN: Point = { x: 0, y: 0 };
/** So many places two stand apart that are joined, in one row. */
const APART = 4;

/** A relation as a line: its ends, its length and how it is turned, in degrees from the direction to the right. */
export interface Line {
  link: Link;
  start: Point;
  end: Point;
  length: number;
  turn: number;
  /** Where its words stand; null where there is no room for them. */
  label: Rect | null;
}

/** A picture of a graph, px. */
export interface Layout {
  width: number;
  height: number;
  nodes: { id: string; rect: Rect }[];
  lines: Line[];
}

type Seats = ReadonlyMap<string, number>;

/**
 * Where everything of a graph stands in a picture of the given width. The same graph gives the same picture; no two nodes and no
 * two words overlap. It looks for seats by turns, so that few lines cross or go through a node: GRAPH_MAX is little enough.
 */
export function layoutOf(graph: EvidenceGraph, width: number): Layout {
  const links = linksOf(graph);
  const rows = rowsOf(graph, links);
  const rectOf = rects(rows, width);
  const seats = seated(rows, links, rectOf);
  const nodes = graph.nodes.map(({ id }) => ({ id, rect: rectOf(id, seats) }));
  const bare = links.map((link) => lineOf(link, rectOf(link.from, seats), rectOf(link.to, seats)));
  const labels = labelsOf(
    bare,
    nodes.map(({ rect }) => rect),
    width,
  );
  const height = rows.length === 0 ? 0 : 2 * MARGIN + rows.length * NODE_HEIGHT + (rows.length - 1) * ROOM;
  return { width, height, nodes, lines: bare.map((line, at) => ({ ...line, label: labels[at] ?? null })) };
}

type RectOf = (id: string, seats: Seats) => Rect;

function rects(rows: string[][], width: number): RectOf {
  const rowOf = new Map(rows.flatMap((row, at) => row.map((id) => [id, at] as const)));
  const pitch = (width - 2 * MARGIN) / ((PLACES + 1) / 2);
  return (id, seats) => ({
    x: MARGIN + ((seats.get(id) ?? 0) * pitch) / 2 + GAP / 2,
    y: MARGIN + (rowOf.get(id) ?? 0) * (NODE_HEIGHT + ROOM),
    width: pitch - GAP,
    height: NODE_HEIGHT,
  });
}

/** A seat for each node: the best of what is found from several beginnings. */
function seated(rows: string[][], links: readonly Link[], rectOf: RectOf): Seats {
  const found = Array.from({ length: STARTS }, (_, start) => {
    const first = rows.flatMap((row, at) => {
      const ways = waysToSit(row.length);
      return sit(row, ways[(start * (at + 1)) % Math.max(1, ways.length)] ?? []);
    });
    return settled(new Map(first), rows, (seats) => costOf(seats, links, rectOf));
  });
  return found.reduce((best, next) => (next.cost < best.cost ? next : best)).seats;
}

interface Settled {
  seats: Seats;
  cost: number;
}

/** Row by row the best of all ways to sit is taken, while the other rows keep still. */
function settled(first: Seats, rows: string[][], costOfAll: (seats: Seats) => number): Settled {
  let best: Settled = { seats: first, cost: costOfAll(first) };
  for (let sweep = 0, before = Infinity; sweep < SWEEPS && best.cost < before; sweep += 1) {
    before = best.cost;
    for (const row of rows) {
      for (const way of waysToSit(row.length)) {
        const seats = new Map([...best.seats, ...sit(row, way)]);
        const cost = costOfAll(seats);
        if (cost < best.cost) best = { seats, cost };
      }
    }
  }
  return best;
}

function sit(row: string[], way: number[]): [string, number][] {
  return row.map((id, at) => [id, way[at] ?? 0]);
}

const WAYS: readonly number[][][] = [
  [[]],
  [[2], [1], [3], [0], [4]],
  [
    [1, 3],
    [0, 4],
    [0, 2],
    [2, 4],
    [0, 3],
    [1, 4],
  ].flatMap(([a = 0, b = 0]) => [
    [a, b],
    [b, a],
  ]),
  [
    [0, 2, 4],
    [0, 4, 2],
    [2, 0, 4],
    [2, 4, 0],
    [4, 0, 2],
    [4, 2, 0],
  ],
];

/** The plainest first: where all are as good, it is taken. */
function waysToSit(count: number): readonly number[][] {
  return WAYS[count] ?? [];
}

/** How hard a picture is to read. */
function costOf(seats: Seats, links: readonly Link[], rectOf: RectOf): number {
  const nodes = [...seats.keys()].map((id) => ({ id, rect: rectOf(id, seats) }));
  const middles = new Map(nodes.map(({ id, rect }) => [id, middleOf(rect)]));
  const ends = links.map(({ from, to }) => ({
    from,
    to,
    a: middles.get(from) ?? ORIGIN,
    b: middles.get(to) ?? ORIGIN,
  }));
  // Squared, so that two stand on both sides of the middle, and not one in it.
  const centre = [...seats.values()].reduce((sum, seat) => sum + (seat - (PLACES - 1) / 2) ** 2, 0);
  let cost = centre / 10;
  ends.forEach(({ from, to, a, b }, at) => {
    cost += Math.abs(a.x - b.x) / 100;
    // Two beside each other need room for words between them.
    if (a.y === b.y && Math.abs((seats.get(from) ?? 0) - (seats.get(to) ?? 0)) < APART) cost += 20;
    for (const { id, rect } of nodes) if (id !== from && id !== to && crosses(a, b, rect)) cost += 40;
    for (const other of ends.slice(at + 1)) if (cut(a, b, other.a, other.b)) cost += 10;
  });
  return cost;
}

function lineOf(link: Link, from: Rect, to: Rect): Omit<Line, 'label'> {
  const start = edgeOf(from, middleOf(to), HEAD_GAP);
  const end = edgeOf(to, middleOf(from), HEAD_GAP);
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  return { link, start, end, length: Math.hypot(dx, dy), turn: (Math.atan2(dy, dx) * 180) / Math.PI };
}
