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
const SHARE_MIN = 4;

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
    if (paths.length > 0) return { paths: joining.length > 0 ? joining : paths, steps, truncated: walk.truncated };
  }
  return { paths: [], steps: plan.chains[0] ?? [], truncated: walk.truncated };
}

class Walk {
  truncated = false;
  readonly #asked: Asked;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** The walks that take these steps from any of `from`; an undefined step is any relation. */
  async along(from: readonly string[], steps: readonly (Step | undefined)[]): Promise<Path[]> {
    let walks: Path[] = from.map((id) => pathOf([id], []));
    for (const step of steps) {
      const ends = [...new Set(walks.map(({ nodes }) => nodes.at(-1) ?? ''))];
      const edges = await this.#edges(ends, step);
      const byEnd = byNode(edges, step?.direction ?? 'both');
      // Each walk has its share of what may be kept: one hub leaves room for the others.
      const share = Math.max(SHARE_MIN, Math.floor((2 * WALKS) / walks.length));
      const longer = walks.flatMap((walk) => {
        const at = walk.nodes.at(-1) ?? '';
        const next = (byEnd.get(at) ?? []).map((edge) => ({
          edge,
          to: edge.source === at ? edge.target : edge.source,
        }));
        // A walk neither turns back nor comes by the same place again.
        const onward = next.filter(({ to }) => !walk.nodes.includes(to));
        const kept = walks.length === 1 ? onward : this.#cut(onward, share);
        return kept.map(({ edge, to }) => pathOf([...walk.nodes, to], [...walk.edges, edge]));
      });
      walks = this.#cut(longer, WALKS);
      if (walks.length === 0) return [];
    }
    return walks;
  }

  /** The shortest ways from one of the seeds to another, for each two of them. */
  async between({ hops, seeds }: Plan, ids: readonly string[]): Promise<Path[]> {
    const placeOf = new Map(seeds.map(({ entity, at }) => [entity.id, at]));
    const found: Path[] = [];
    const some = ids.slice(0, 4);
    const around = new Map<string, Edge[]>();
    for (const id of some) around.set(id, await this.#edges([id], undefined));
    for (const [index, a] of some.entries()) {
      for (const b of some.slice(index + 1)) {
        if (placeOf.get(a) === placeOf.get(b) && placeOf.get(a) !== -1) continue;
        found.push(...(await this.#joining([a, around.get(a) ?? []], [b, around.get(b) ?? []], hops)));
      }
    }
    return this.#cut(found, WALKS);
  }

  async #joining([a, ofA]: [string, Edge[]], [b, ofB]: [string, Edge[]], hops: number): Promise<Path[]> {
    const direct = ofA.filter((edge) => edge.source === b || edge.target === b);
    if (direct.length > 0 || hops < 2) return direct.map((edge) => pathOf([a, b], [edge]));
    const nearA = byNode(ofA, 'both');
    const nearB = byNode(ofB, 'both');
    const through = [...nearA].filter(([node]) => node !== a && node !== b && nearB.has(node));
    const twice = through.flatMap(([node, edges]) => {
      return edges.flatMap((one) => (nearB.get(node) ?? []).map((other) => pathOf([a, node, b], [one, other])));
    });
    if (twice.length > 0 || hops < 3) return twice;
    const [fewer, more] = nearA.size <= nearB.size ? [nearA, nearB] : [nearB, nearA];
    const from = [...fewer.keys()].filter((node) => node !== a && node !== b);
    const middle = (await this.#edges(from, undefined)).filter(
      ({ source, target }) => more.has(source) || more.has(target),
    );
    return middle.flatMap((edge) => {
      const ways = [
        [edge.source, edge.target],
        [edge.target, edge.source],
      ] as const;
      return ways.flatMap(([x, y]) => {
        if ([x, y].some((node) => node === a || node === b) || x === y) return [];
        const first = nearA.get(x)?.[0];
        const last = nearB.get(y)?.[0];
        return first && last ? [pathOf([a, x, y, b], [first, edge, last])] : [];
      });
    });
  }

  async #edges(from: readonly string[], step: Step | undefined): Promise<Edge[]> {
    const { graph, viewer, signal } = this.#asked;
    signal.throwIfAborted();
    const facts = await graph.relations({
      entityIds: this.#cut(from, FRONT),
      types: step && [step.type],
      direction: step?.direction ?? 'both',
      viewer,
      limit: ROWS,
      signal,
    });
    if (facts.length >= ROWS) this.truncated = true;
    return edgesOf(facts);
  }

  #cut<T>(things: readonly T[], most: number): T[] {
    if (things.length > most) this.truncated = true;
    return things.slice(0, most);
  }
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
