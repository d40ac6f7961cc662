import type { AnswerStatus, EvidenceGraph } from '@huati/shared';
import { citedIn } from './cited';
import type { Given } from './given';
import { atMost } from './graphs';

type Rests = Pick<Given, 'sources' | 'graph' | 'direct' | 'unsupported'>;

/** An answer that only greets rests on nothing, whatever it was given; no longer one does, in UTF-16 units. */
const GREETING_MAX = 80;
const GREETING =
  /^(?:你好|您好|嗨|哈喽|不客气|不用谢|别客气|不谢|再见|晚安|早上好|很高兴|hello|hi\b|hey\b|you(?:'|’)re welcome|welcome|goodbye|bye\b)/iu;

/**
 * What an answer that ended with `text` keeps: the sources it cites, under the same numbers, and of the graph what belongs to them.
 * Where it was given sources and cites none of them, that is said. One that was not written for its question keeps all of its own.
 */
export function citedOnly<T extends Rests>(given: T, text: string, status: AnswerStatus): T {
  const cited = citedIn(text);
  const { graph: all, ...rest } = given;
  const sources = given.direct ? given.sources : given.sources.filter(({ n }) => cited.has(n));
  const graph = all && graphOf(all, new Set(sources.map(({ n }) => n)));
  const unsupported = given.unsupported ?? citesNothing(given, sources.length, text, status);
  return { ...rest, sources, ...(graph && { graph }), ...(unsupported && { unsupported }) } as T;
}

function citesNothing({ sources, direct }: Rests, cited: number, text: string, status: AnswerStatus): boolean {
  if (direct || sources.length === 0 || cited > 0 || (status !== 'complete' && status !== 'length')) return false;
  return text.length > GREETING_MAX || !GREETING.test(text.trimStart());
}

/**
 * The paths that are cited, by their sentence or by quotations of each of their edges; the edges of these, and those quoted. What has
 * no room is left out from the end: paths cited by their sentence come first.
 */
function graphOf(graph: EvidenceGraph, cited: ReadonlySet<number>): EvidenceGraph | undefined {
  const isCited = (n: number | undefined): boolean => n !== undefined && cited.has(n);
  const quoted = graph.edges.filter(({ quotes }) => quotes.some(({ n }) => isCited(n)));
  const ids = new Set(quoted.map(({ id }) => id));
  const said = graph.paths.filter(({ n }) => isCited(n));
  const shown = graph.paths.filter(({ n, edgeIds }) => !isCited(n) && edgeIds.every((id) => ids.has(id)));
  const { nodes, edges, paths, ...rest } = atMost(graph, [...said, ...shown], quoted);
  if (edges.length === 0) return undefined;
  return {
    ...rest,
    nodes,
    edges: edges.map((edge) => ({
      ...edge,
      quotes: edge.quotes.map(({ n, ...quote }) => ({ ...quote, ...(isCited(n) && { n }) })),
    })),
    paths: paths.map(({ n, ...path }) => ({ ...path, ...(isCited(n) && { n }) })),
  };
}
