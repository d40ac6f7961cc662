import type { EvidenceGraph } from '@huati/shared';
import type { Link } from './links';

/** So many nodes stand beside each other; fewer where some are joined, so that there is room for words between them. */
const ROW_MAX = 3;
const JOINED_MAX = 2;

/**
 * The nodes of a graph in rows from top to bottom: what the question names, what is one relation away from it, two, and so on, so
 * that no relation leads past a row. What is not joined to any of these comes last; a row that is too full goes on below.
 */
export function rowsOf({ nodes }: EvidenceGraph, links: readonly Link[]): string[][] {
  const ids = nodes.map(({ id }) => id);
  const seeds = nodes.filter(({ role }) => role === 'seed').map(({ id }) => id);
  const left = new Set(ids);
  const layers: string[][] = [];
  let layer = seeds.length > 0 ? seeds : ids.slice(0, 1);
  while (left.size > 0) {
    layer.forEach((id) => left.delete(id));
    layers.push(layer);
    const near = new Set(layer.flatMap((id) => besides(id, links)));
    const next = ids.filter((id) => left.has(id) && near.has(id));
    layer = next.length > 0 ? next : ids.filter((id) => left.has(id)).slice(0, 1);
  }
  return layers.flatMap((each) => inRows(each, links));
}

function besides(id: string, links: readonly Link[]): string[] {
  return links.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
}

/** Rows of about the same length. */
function inRows(layer: string[], links: readonly Link[]): string[][] {
  const joined = links.some(({ from, to }) => layer.includes(from) && layer.includes(to));
  const rows = Math.ceil(layer.length / (joined ? JOINED_MAX : ROW_MAX));
  const length = Math.ceil(layer.length / Math.max(1, rows));
  return Array.from({ length: rows }, (_, at) => layer.slice(at * length, (at + 1) * length));
}
