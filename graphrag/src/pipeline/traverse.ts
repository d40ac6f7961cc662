import { createHash } from 'node:crypto';
import type { RelationFact, Viewer } from '../domain';
import type { GraphStore } from '../stores/graph-store';
import type { Plan, Step } from './plan';

/** All that documents and data tell of one relation of two entities. */
export interface Edge {
  source: string;
  type: string;
  target: string;
  facts: RelationFact[];
}

/** A way from a seed to an answer: `edges[i]` joins `nodes[i]` and `nodes[i + 1]`. */
export interface Path {
  nodes: readonly string[];
  edges: readonly Edge[];
}

/** `steps` is the chain that led there. `truncated`: there is more than was looked at. */
export interface Traversed {
  paths: Path[];
  steps: readonly Step[];
  truncated: boolean;
}

/** The most rows of one question to the store, the most entities that it is about, and the most walks kept after a hop. */
const ROWS = 2_000;
const FRONT = 64;
const WALKS = 200;
/** The most entities whose connections are looked for, and of those near one of them so many. */
const JOINED = 4;
const ENDS = 1_000;
const BACK = { in: 'out', out: 'in', both: 'both' } as const;

interface Asked {
  graph: GraphStore;
  viewer: Viewer;
  signal: AbortSignal;
}

/** Walks through the graph as planned; only reads. Rejects where the store is away or `signal` is aborted. */
export async function traverse(plan: Plan, asked: Asked): Promise<Traversed> {
  if (plan.template === 'none' || plan.template === 'rank') return { paths: [], steps: [], truncated: false };
  const walk = new Walk(asked);
  const ids = [...new Set(plan.seeds.map(({ entity }) => entity.id))];
  if (plan.template === 'between') {
    const paths = await walk.between(plan, ids);
    return { paths, steps: [], truncated: walk.truncated };
  }
  if (plan.template === 'around') {
    return { paths: await walk.along(ids, [undefined]), steps: [], truncated: walk.truncated };
  }
  for (const steps of plan.chains) {
    const paths = await walk.along(ids, steps);
    const joining = paths.filter(({ nodes }) => nodes.slice(1).some((node) => ids.includes(node)));
    // All relations that join two of them were asked for, however many others there are.
    if (joining.length > 0) return { paths: joining, steps, truncated: walk.truncated && steps.length > 1 };
    if (paths.length > 0) return { paths, steps, truncated: walk.truncated };
  }
  return { paths: [], steps: plan.chains[0] ?? [], truncated: walk.truncated };
}

class Walk {
  truncated = false;
  readonly #parts: Asked;

  constructor(parts: Asked) {
    this.#parts = parts;
  }

  /** The walks that take these steps from any of `from`; an undefined step is any relation. */
  async along(from: readonly string[], steps: readonly (Step | undefined)[]): Promise<Path[]> {
    let walks: Path[] = from.map((id) => pathOf([id], []));
    for (const step of steps) {
      const ends = [...new Set(walks.map(({ nodes }) => nodes.at(-1) ?? ''))];
      const edges = await this.#edges(ends, step, from);
      const byEnd = byNode(edges, step?.direction ?? 'both');
      const longer = walks.map((walk) => {
        const at = walk.nodes.at(-1) ?? '';
        const next = (byEnd.get(at) ?? []).map((edge) => ({ edge, to: otherEnd(edge, at) }));
        // A walk neither turns back nor comes by the same place again.
        const onward = next.filter(({ to }) => !walk.nodes.includes(to));
        return onward.map(({ edge, to }) => pathOf([...walk.nodes, to], [...walk.edges, edge]));
      });
      // One of each in turn: a hub leaves room for the others.
      walks = this.#cut(inTurn(longer), WALKS);
      if (walks.length === 0) return [];
    }
    return walks;
  }

  /** The shortest ways from one of the seeds to another, for each two of them. */
  async between({ hops, seeds }: Plan, ids: readonly string[]): Promise<Path[]> {
    const placeOf = new Map(seeds.map(({ entity, at }) => [entity.id, at]));
    const found: Path[][] = [];
    const some = ids.slice(0, JOINED);
    for (const [index, a] of some.entries()) {
      for (const b of some.slice(index + 1)) {
        if (placeOf.get(a) === placeOf.get(b) && placeOf.get(a) !== -1) continue;
        found.push(await this.#joining(a, b, hops));
      }
    }
    return this.#cut(inTurn(found), WALKS);
  }

  async #joining(a: string, b: string, hops: number): Promise<Path[]> {
    // Of a hub not all edges are ever here: those that join are asked for by both ends.
    const direct = await this.#asked([a], undefined, [b]);
    if (direct.length > 0 || hops < 2) return direct.map((edge) => pathOf([a, b], [edge]));
    const [ofA, ofB] = [await this.#edges([a], undefined), await this.#edges([b], undefined)];
    const isTurned = ofA.length > ofB.length;
    const [from, ofFrom, to] = isTurned ? [b, ofB, a] : [a, ofA, b];
    const turned = ({ nodes, edges }: Path): Path =>
      isTurned ? pathOf([...nodes].reverse(), [...edges].reverse()) : pathOf(nodes, edges);
    const near = byNode(ofFrom, 'both');
    const ends = [...near.keys()].filter((node) => node !== a && node !== b);
    const last = byNode(await this.#asked(this.#cut(ends, ENDS), undefined, [to]), 'both');
    const through = ends.filter((node) => last.has(node));
    const twice = through.flatMap((node) => {
      return (near.get(node) ?? []).flatMap((one) =>
        (last.get(node) ?? []).map((other) => pathOf([from, node, to], [one, other])),
      );
    });
    if (twice.length > 0 || hops < 3) return twice.map(turned);
    const middle = await this.#edges(ends, undefined);
    const steps = middle.flatMap((edge) => [
      { edge, x: edge.source, y: edge.target },
      { edge, x: edge.target, y: edge.source },
    ]);
    const onward = steps.filter(({ x, y }) => near.has(x) && ![x, from, to].includes(y) && x !== from && x !== to);
    const further = [...new Set(onward.map(({ y }) => y))];
    const closing = byNode(await this.#asked(this.#cut(further, ENDS), undefined, [to]), 'both');
    return onward.flatMap(({ edge, x, y }) => {
      const [first, end] = [near.get(x)?.[0], closing.get(y)?.[0]];
      return first && end ? [turned(pathOf([from, x, y, to], [first, edge, end]))] : [];
    });
  }

  /** The edges of `from` for a step, those first that end at one of `joining`: so many others as there may be, they are there. */
  async #edges(from: readonly string[], step: Step | undefined, joining: readonly string[] = []): Promise<Edge[]> {
    const front = this.#cut(from, FRONT);
    const first = joining.length > 1 ? await this.#asked(front, step, joining) : [];
    const all = await this.#asked(front, step);
    const isFull = all.reduce((sum, { facts }) => sum + facts.length, 0) >= ROWS;
    if (!isFull || front.length < 2) return merged(first, all);
    // Most of them are of a hub: each of the others is asked about by itself.
    const each = await Promise.all(front.map((id) => this.#asked([id], step, undefined, ROWS / front.length)));
    const shared = joining.length > 1 ? await this.#shared(each, step, joining) : [];
    return merged([...first, ...shared], inTurn(each));
  }

  /** The edges of whatever several of `seeds` are joined to, as far as the one of them with the fewest edges tells. */
  async #shared(each: readonly Edge[][], step: Step | undefined, seeds: readonly string[]): Promise<Edge[]> {
    const [fewest = []] = [...each].sort((one, other) => one.length - other.length);
    const ends = [...new Set(fewest.flatMap(({ source, target }) => [source, target]))];
    const outer = this.#cut(
      ends.filter((id) => !seeds.includes(id)),
      ENDS,
    );
    const back = step && { ...step, direction: BACK[step.direction] };
    const byEnd = byNode(await this.#asked(outer, back, seeds), 'both');
    return outer.flatMap((end) => {
      const edges = byEnd.get(end) ?? [];
      return new Set(edges.map((edge) => otherEnd(edge, end))).size > 1 ? edges : [];
    });
  }

  async #asked(
    entityIds: readonly string[],
    step: Step | undefined,
    otherIds?: readonly string[],
    limit = ROWS,
  ): Promise<Edge[]> {
    const { graph, viewer, signal } = this.#parts;
    signal.throwIfAborted();
    const most = Math.ceil(limit);
    const facts = await graph.relations({
      entityIds,
      otherIds,
      types: step && [step.type],
      direction: step?.direction ?? 'both',
      viewer,
      limit: most,
      signal,
    });
    if (facts.length >= most) this.truncated = true;
    return edgesOf(facts);
  }

  #cut<T>(things: readonly T[], most: number): T[] {
    if (things.length > most) this.truncated = true;
    return things.slice(0, most);
  }
}

/** The first of each list, then the second of each, and so on. */
export function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

/** Edges of both, each once, with the facts of both. */
function merged(first: readonly Edge[], more: readonly Edge[]): Edge[] {
  const facts = [...first, ...more].flatMap((edge) => edge.facts);
  return edgesOf([...new Map(facts.map((fact) => [fact.id, fact])).values()]);
}

function otherEnd({ source, target }: Edge, end: string): string {
  return source === end ? target : source;
}

/** Facts that say the same, as one edge each, in the order of the first. */
export function edgesOf(facts: readonly RelationFact[]): Edge[] {
  const edges = new Map<string, Edge>();
  for (const fact of facts) {
    const { source, type, target } = fact;
    const key = JSON.stringify([source, type, target]);
    const edge = edges.get(key);
    if (edge) edge.facts.push(fact);
    else edges.set(key, { source, type, target, facts: [fact] });
  }
  return [...edges.values()];
}

/** Edges by the ends from which they can be gone. */
function byNode(edges: readonly Edge[], direction: Step['direction']): Map<string, Edge[]> {
  const found = new Map<string, Edge[]>();
  const put = (node: string, edge: Edge): void => {
    const list = found.get(node);
    if (list) list.push(edge);
    else found.set(node, [edge]);
  };
  for (const edge of edges) {
    if (direction !== 'in') put(edge.source, edge);
    if (direction !== 'out') put(edge.target, edge);
  }
  return found;
}

function pathOf(nodes: readonly string[], edges: readonly Edge[]): Path {
  return { nodes, edges };
}

/** The same for the same relation in every answer. */
export function edgeId({ source, type, target }: Edge): string {
  return idOf('e', [source, type, target]);
}

/** The same for the same way in every answer. */
export function pathId({ nodes, edges }: Path): string {
  return idOf('p', [nodes, edges.map(edgeId)]);
}

function idOf(kind: string, parts: unknown): string {
  return `${kind}-${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16)}`;
}
