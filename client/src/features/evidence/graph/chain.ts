import type { EvidenceGraph, GraphEdge, GraphNode, GraphPath, GraphQuote, Source } from '@huati/shared';

/** One step down a chain: the relation that leads to `node`, as the graph directs it. */
export interface Step {
  /** null where the relation was not kept. */
  edge: GraphEdge | null;
  /** Where its arrow points: to the node below, to the one above, or to neither. */
  way: 'down' | 'up' | 'none';
  node: GraphNode;
}

/** A path as people read it: from its first node down. */
export interface Chain {
  key: string;
  /** The source that says it as a sentence. */
  n: number | undefined;
  first: GraphNode;
  steps: Step[];
}

/**
 * The paths that a source is about. A sentence has all from which it was made; a passage has those on which its words are quoted,
 * and relations that quote it without being on a path come as chains of one step. What refers to nodes that are not there is left out.
 */
export function chainsOf(source: Source, graph: EvidenceGraph): Chain[] {
  const paths = graph.paths.filter((path) => isOf(path, source, graph));
  const chains = paths.flatMap((path) => chainOf(path, graph) ?? []);
  const told = new Set(chains.flatMap(({ steps }) => steps.map(({ edge }) => edge?.id)));
  const alone = graph.edges.filter((edge) => quotes(edge, source) && !told.has(edge.id));
  return [...chains, ...alone.flatMap((edge) => single(edge, graph) ?? [])];
}

/** What of a source's text the graph rests on. */
export function quotedIn(source: Source, graph: EvidenceGraph | undefined): string[] {
  const all = (graph?.edges ?? []).flatMap((edge) => edge.quotes);
  return [...new Set(all.filter(({ n }) => n === source.n).map(({ text }) => text))];
}

/** A chain of all its nodes; undefined where one of them is not there. */
export function chainOf(path: GraphPath, graph: EvidenceGraph): Chain | undefined {
  const nodes = path.nodeIds.flatMap((id) => graph.nodes.find((node) => node.id === id) ?? []);
  const [first, ...others] = nodes;
  if (!first || nodes.length !== path.nodeIds.length) return undefined;
  const steps = others.map((node, at) => stepTo(node, nodes[at] ?? first, path.edgeIds[at], graph));
  return { key: path.id, n: path.n, first, steps };
}

function stepTo(node: GraphNode, above: GraphNode, edgeId: string | undefined, graph: EvidenceGraph): Step {
  const edge = graph.edges.find(({ id }) => id === edgeId);
  const down = edge?.source === above.id && edge.target === node.id;
  const up = edge?.source === node.id && edge.target === above.id;
  if (!edge || !(down || up)) return { edge: null, way: 'none', node };
  return { edge, way: edge.directed ? (down ? 'down' : 'up') : 'none', node };
}

function single(edge: GraphEdge, graph: EvidenceGraph): Chain | undefined {
  const path = { id: `edge ${edge.id}`, nodeIds: [edge.source, edge.target], edgeIds: [edge.id] };
  return chainOf(path, graph);
}

function isOf(path: GraphPath, source: Source, graph: EvidenceGraph): boolean {
  if (source.kind === 'path') return path.n === source.n || path.id === source.pathId;
  return path.edgeIds.some((id) => graph.edges.some((edge) => edge.id === id && quotes(edge, source)));
}

function quotes({ quotes: all }: { quotes: readonly GraphQuote[] }, { n }: Source): boolean {
  return all.some((quote) => quote.n === n);
}
