import type { EvidenceGraph, GraphEdge } from '@huati/shared';

/** All that joins two nodes, whichever way: one line of a picture. */
export interface Link {
  key: string;
  from: string;
  to: string;
  edges: GraphEdge[];
  /** Its words, such as `投资、控股`. */
  label: string;
  /** Whether there is an arrow at that end. */
  heads: { from: boolean; to: boolean };
}

/** The lines of a graph's picture in the order of its edges. An edge of a node to itself has none. */
export function linksOf({ nodes, edges }: EvidenceGraph): Link[] {
  const known = new Set(nodes.map(({ id }) => id));
  const links = new Map<string, Link>();
  for (const edge of edges) {
    if (edge.source === edge.target || !known.has(edge.source) || !known.has(edge.target)) continue;
    const key = [edge.source, edge.target].sort().join('\n');
    const link = links.get(key) ?? {
      key,
      from: edge.source,
      to: edge.target,
      edges: [],
      label: '',
      heads: { from: false, to: false },
    };
    link.edges.push(edge);
    link.label = [...new Set(link.edges.map(({ label }) => label))].join('、');
    if (edge.directed) link.heads[edge.target === link.to ? 'to' : 'from'] = true;
    links.set(key, link);
  }
  return [...links.values()];
}
