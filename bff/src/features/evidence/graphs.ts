import { GRAPH_MAX, type EvidenceGraph } from '@huati/shared';

type Edge = EvidenceGraph['edges'][number];

/**
 * Both graphs as one: all of `first`, and the paths of `more` as far as there is room. What is the same in both is there once, and
 * what only has the same id gets another.
 */
export function joined(first: EvidenceGraph | undefined, more: EvidenceGraph | undefined): EvidenceGraph | undefined {
  if (!first || !more) return first ?? more;
  const nodes = new Map(first.nodes.map((node) => [node.id, node]));
  const edges = new Map(first.edges.map((edge) => [edge.id, edge]));
  const paths = new Map(first.paths.map((path) => [path.id, path]));
  const newNodes = new Map(more.nodes.map((node) => [node.id, node]));
  const newEdges = renamed(more.edges, first.edges);
  for (const path of more.paths) {
    const own = path.edgeIds.flatMap((id) => newEdges.get(id) ?? []);
    const added = {
      nodes: path.nodeIds.flatMap((id) => (nodes.has(id) ? [] : (newNodes.get(id) ?? []))),
      edges: own.filter(({ id }) => !edges.has(id)),
    };
    const isFull =
      paths.size === GRAPH_MAX.paths ||
      nodes.size + added.nodes.length > GRAPH_MAX.nodes ||
      edges.size + added.edges.length > GRAPH_MAX.edges;
    if (isFull || paths.has(path.id)) continue;
    for (const node of added.nodes) nodes.set(node.id, node);
    for (const edge of added.edges) edges.set(edge.id, edge);
    paths.set(path.id, { ...path, edgeIds: own.map(({ id }) => id) });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], paths: [...paths.values()] };
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
