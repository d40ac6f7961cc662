import { GRAPH_MAX } from '@huati/shared';
import type { FoundGraph, FoundSource } from './retriever';

type Path = FoundGraph['paths'][number];
type Edge = FoundGraph['edges'][number];

/**
 * So much of the graph as an answer carries: paths whole or not at all, one of each of `sources` in turn, so that each has some. `said`
 * are the sources without sentences none of whose paths is among them: nothing would show what they rest on.
 */
export function cappedGraph(
  { nodes, edges, paths, truncated }: FoundGraph,
  sources: readonly FoundSource[],
): { graph: FoundGraph | undefined; said: FoundSource[] } {
  const byId = { nodes: new Map(nodes.map((node) => [node.id, node])), edges: edgesOf(edges) };
  const places = sources.flatMap(({ pathIds = [] }) => pathIds.map((id, place) => ({ id, place })));
  const said = [...new Set(places.sort((a, b) => a.place - b.place).map(({ id }) => id))];
  const first = (id: string): number => (said.includes(id) ? said.indexOf(id) : said.length);
  const taken = { paths: [] as Path[], nodes: new Set<string>(), edges: new Set<string>() };
  const whole = paths.filter((each) => isWhole(each, byId));
  for (const path of [...whole].sort((a, b) => first(a.id) - first(b.id))) {
    const all = {
      nodes: new Set([...taken.nodes, ...path.nodeIds]),
      edges: new Set([...taken.edges, ...path.edgeIds]),
    };
    if (taken.paths.length === GRAPH_MAX.paths) break;
    if (all.nodes.size > GRAPH_MAX.nodes || all.edges.size > GRAPH_MAX.edges) continue;
    Object.assign(taken, all);
    taken.paths.push(path);
  }
  // What belongs to no path is shown as far as there is room: a graph without paths has all of it so.
  for (const { id, source, target } of byId.edges.values()) {
    const more = new Set([...taken.nodes, source, target]);
    if (taken.edges.size === GRAPH_MAX.edges || more.size > GRAPH_MAX.nodes || paths.length > 0) continue;
    taken.edges.add(id);
    taken.nodes = more;
  }
  const isLeftOut = paths.length > 0 ? taken.paths.length < whole.length : taken.edges.size < byId.edges.size;
  const left = new Set(taken.paths.map(({ id }) => id));
  const graph: FoundGraph = {
    nodes: [...byId.nodes.values()].filter(({ id }) => taken.nodes.has(id)),
    edges: [...byId.edges.values()].filter(({ id }) => taken.edges.has(id)),
    paths: taken.paths,
    ...((truncated === true || isLeftOut) && { truncated: true }),
  };
  return {
    graph: graph.nodes.length === 0 ? undefined : graph,
    said: sources.flatMap((source) => withPaths(source, left)),
  };

  function edgesOf(all: readonly Edge[]): Map<string, Edge> {
    const ids = new Set(nodes.map(({ id }) => id));
    return new Map(
      all.filter(({ source, target }) => ids.has(source) && ids.has(target)).map((edge) => [edge.id, edge]),
    );
  }
}

function withPaths(source: FoundSource, left: ReadonlySet<string>): FoundSource[] {
  if (source.kind !== 'path') return [source];
  const pathIds = (source.pathIds ?? []).filter((id) => left.has(id));
  const [pathId] = pathIds;
  return pathId === undefined ? [] : [{ ...source, pathId, pathIds }];
}

/** Whether it leads from node to node by edges that join them. */
function isWhole(
  { nodeIds, edgeIds }: Path,
  { nodes, edges }: { nodes: ReadonlyMap<string, unknown>; edges: ReadonlyMap<string, Edge> },
): boolean {
  if (edgeIds.length === 0 || nodeIds.length !== edgeIds.length + 1) return false;
  return (
    nodeIds.every((id) => nodes.has(id)) &&
    edgeIds.every((id, at) => joins(edges.get(id), nodeIds[at], nodeIds[at + 1]))
  );
}

function joins(edge: Edge | undefined, a: string | undefined, b: string | undefined): boolean {
  if (!edge) return false;
  return (edge.source === a && edge.target === b) || (edge.source === b && edge.target === a);
}
