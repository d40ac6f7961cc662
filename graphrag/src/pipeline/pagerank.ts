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
  // Each edge is gone both ways. Flat arrays: objects for each of 20 rounds cost more than the walk.
  const count = 2 * joined.length;
  const [from, to] = [new Int32Array(count), new Int32Array(count)];
  const shares = new Float64Array(count);
  for (const [at, edge] of joined.entries()) {
    const [a, b] = [placeOf(edge.from), placeOf(edge.to)];
    from.set([a, b], 2 * at);
    to.set([b, a], 2 * at);
    shares.fill(edge.weight, 2 * at, 2 * at + 2);
  }
  const out = new Float64Array(places.size);
  for (let at = 0; at < count; at += 1) add(out, valueAt(from, at), valueAt(shares, at));
  for (let at = 0; at < count; at += 1) shares[at] = (DAMPING * valueAt(shares, at)) / valueAt(out, valueAt(from, at));

  const start = new Float64Array(places.size);
  const total = [...seeds.values()].reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return new Map();
  for (const [node, weight] of seeds) start[placeOf(node)] = weight / total;
  let now = start;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Float64Array(places.size);
    for (let at = 0; at < count; at += 1)
      add(next, valueAt(to, at), valueAt(shares, at) * valueAt(now, valueAt(from, at)));
    // What returns, and what reached a place without edges, begins anew.
    const left = 1 - next.reduce((sum, weight) => sum + weight, 0);
    now = next.map((weight, place) => weight + left * valueAt(start, place));
  }
  return new Map([...places].map(([node, place]) => [node, valueAt(now, place)]));
}

function valueAt(numbers: Float64Array | Int32Array, place: number): number {
  return numbers[place] ?? 0;
}

function add(numbers: Float64Array, place: number, value: number): void {
  numbers[place] = valueAt(numbers, place) + value;
}
