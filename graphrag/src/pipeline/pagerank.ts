/** Which part of the weight goes on along the edges; the rest returns to where the walk began (HippoRAG, Gutiérrez et al. 2024). */
const DAMPING = 0.5;
const ROUNDS = 20;

/** Two nodes that are joined, in whichever direction, and how strongly. */
export interface Joined {
  from: string;
  to: string;
  weight: number;
}

/**
 * How often a walk comes by each node that begins at `seeds`, as often at each as its weight says, and returns there again and
 * again (personalised PageRank). Together they are 1; nothing where no seed has weight.
 */
export function pageRank(joined: readonly Joined[], seeds: ReadonlyMap<string, number>): Map<string, number> {
  const places = new Map<string, number>();
  const placeOf = (node: string): number => {
    const place = places.get(node) ?? places.size;
    places.set(node, place);
    return place;
  };
  for (const node of seeds.keys()) placeOf(node);
  // Each edge is gone both ways.
  const edges = joined.flatMap(({ from, to, weight }) => {
    const [a, b] = [placeOf(from), placeOf(to)];
    return [
      { a, b, weight },
      { a: b, b: a, weight },
    ];
  });
  const out = new Float64Array(places.size);
  for (const { a, weight } of edges) add(out, a, weight);
  const shares = Float64Array.from(edges, ({ a, weight }) => (DAMPING * weight) / valueAt(out, a));

  const start = new Float64Array(places.size);
  const total = [...seeds.values()].reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return new Map();
  for (const [node, weight] of seeds) start[placeOf(node)] = weight / total;
  let now = start;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Float64Array(places.size);
    for (const [at, { a, b }] of edges.entries()) add(next, b, valueAt(shares, at) * valueAt(now, a));
    // What returns, and what reached a place without edges, begins anew.
    const left = 1 - next.reduce((sum, weight) => sum + weight, 0);
    now = next.map((weight, place) => weight + left * valueAt(start, place));
  }
  return new Map([...places].map(([node, place]) => [node, valueAt(now, place)]));
}

function valueAt(numbers: Float64Array, place: number): number {
  return numbers[place] ?? 0;
}

function add(numbers: Float64Array, place: number, value: number): void {
  numbers[place] = valueAt(numbers, place) + value;
}
