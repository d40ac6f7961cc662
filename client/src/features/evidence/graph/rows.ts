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
  return layers.flatMap((each, at) => inRows(each, layers[at + 1] ?? [], links));
}

function besides(id: string, links: readonly Link[]): string[] {
  return links.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
}

/** Rows of about the same length; what leads further down is in the last of them, so that few lines go past another. */
function inRows(layer: string[], below: string[], links: readonly Link[]): string[][] {
  const joined = links.some(({ from, to }) => layer.includes(from) && layer.includes(to));
  const rows = Math.ceil(layer.length / (joined ? JOINED_MAX : ROW_MAX));
  const length = Math.ceil(layer.length / Math.max(1, rows));
  if (rows <= 1) return [layer];
  const leads = (id: string): boolean => besides(id, links).some((other) => below.includes(other));
  const ordered = [...layer.filter((id) => !leads(id)), ...layer.filter(leads)];
  // Filled from below: it is the first row that may be short.
  const short = ordered.length - (rows - 1) * length;
  return [
    ordered.slice(0, short),
    ...Array.from({ length: rows - 1 }, (_, at) => ordered.slice(short + at * length, short + (at + 1) * length)),
  ];
}
