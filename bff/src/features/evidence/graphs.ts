import { GRAPH_MAX, type EvidenceGraph } from '@huati/shared';

type Node = EvidenceGraph['nodes'][number];
type Edge = EvidenceGraph['edges'][number];
type Path = EvidenceGraph['paths'][number];

/** An answer that is being written may carry so many times GRAPH_MAX: only at its end is it known what it cites. */
const WHILE_WRITTEN = 2;

/**
 * Both graphs as one, for an answer that is being written: all of `first`, and the paths of `more` as far as there is room. What is
 * the same in both is there once, and what only has the same id gets another.
 */
export function joined(first: EvidenceGraph | undefined, more: EvidenceGraph | undefined): EvidenceGraph | undefined {
  if (!first || !more) return first ?? more;
  const all = new Growing(WHILE_WRITTEN, first);
  const nodes = new Map(more.nodes.map((node) => [node.id, node]));
  const edges = renamed(more.edges, first.edges);
  for (const path of more.paths) {
    const own = path.edgeIds.flatMap((id) => edges.get(id) ?? []);
    all.add(
      path.nodeIds.flatMap((id) => nodes.get(id) ?? []),
      own,
      { ...path, edgeIds: own.map(({ id }) => id) },
    );
  }
  if (more.truncated) all.truncated = true;
  return all.graph;
}

/** Of a graph `paths` with what is on their way, and then `edges`, the first that GRAPH_MAX has room for; in the graph's order. */
export function atMost(graph: EvidenceGraph, paths: readonly Path[], edges: readonly Edge[]): EvidenceGraph {
  const kept = new Growing(1);
  kept.truncated = graph.truncated === true;
  const nodesOf = (some: readonly Edge[]): Node[] => {
    const ends = new Set(some.flatMap(({ source, target }) => [source, target]));
    return graph.nodes.filter(({ id }) => ends.has(id));
  };
  for (const path of paths) {
    const own = graph.edges.filter(({ id }) => path.edgeIds.includes(id));
    kept.add(nodesOf(own), own, path);
  }
  for (const edge of edges) kept.add(nodesOf([edge]), [edge]);
  const { nodes, edges: keptEdges, paths: keptPaths } = kept.ids;
  return {
    nodes: graph.nodes.filter(({ id }) => nodes.has(id)),
    edges: graph.edges.filter(({ id }) => keptEdges.has(id)),
    paths: graph.paths.filter(({ id }) => keptPaths.has(id)),
    ...(kept.truncated && { truncated: true }),
  };
}

/** A graph that takes more, each time all or nothing, up to so many times GRAPH_MAX. */
class Growing {
  /** Something had no room. */
  truncated: boolean;
  readonly #nodes: Map<string, Node>;
  readonly #edges: Map<string, Edge>;
  readonly #paths: Map<string, Path>;

  constructor(
    private readonly times: number,
    { nodes, edges, paths, truncated }: EvidenceGraph = { nodes: [], edges: [], paths: [] },
  ) {
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#edges = new Map(edges.map((edge) => [edge.id, edge]));
    this.#paths = new Map(paths.map((path) => [path.id, path]));
    this.truncated = truncated === true;
  }

  get graph(): EvidenceGraph {
    return {
      nodes: [...this.#nodes.values()],
      edges: [...this.#edges.values()],
      paths: [...this.#paths.values()],
      ...(this.truncated && { truncated: true }),
    };
  }

  get ids(): Record<'nodes' | 'edges' | 'paths', { has(id: string): boolean }> {
    return { nodes: this.#nodes, edges: this.#edges, paths: this.#paths };
  }

  add(nodes: readonly Node[], edges: readonly Edge[], path?: Path): void {
    const newNodes = nodes.filter(({ id }) => !this.#nodes.has(id));
    const newEdges = edges.filter(({ id }) => !this.#edges.has(id));
    const isFull =
      (path && this.#paths.size >= this.times * GRAPH_MAX.paths) ||
      this.#nodes.size + newNodes.length > this.times * GRAPH_MAX.nodes ||
      this.#edges.size + newEdges.length > this.times * GRAPH_MAX.edges;
    if (path && this.#paths.has(path.id)) return;
    if (isFull) {
      this.truncated = true;
      return;
    }
    for (const node of newNodes) this.#nodes.set(node.id, node);
    for (const edge of newEdges) this.#edges.set(edge.id, edge);
    if (path) this.#paths.set(path.id, path);
  }
}

/** The edges by the ids that they had. */
function renamed(edges: readonly Edge[], there: readonly Edge[]): Map<string, Edge> {
  const same = new Map(there.map((edge) => [keyOf(edge), edge]));
  const ids = new Set(there.map(({ id }) => id));
  return new Map(
    edges.map((edge) => {
      const known = same.get(keyOf(edge));
      return [edge.id, known ?? (ids.has(edge.id) ? { ...edge, id: keyOf(edge) } : edge)];
    }),
  );
}

function keyOf({ source, type, target }: Edge): string {
  return JSON.stringify([source, type, target]);
}
