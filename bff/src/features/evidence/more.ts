import type { Known } from '../retrieval/knowing';
import type { Given } from './given';
import { joined } from './graphs';
import { moreInPrompt } from './in-prompt';
import { chooseKnown, numberKnown } from './known-sources';

/** What an answer rests on from now on, and what is new of it as the model reads it: empty where nothing was found. */
export interface More {
  given: Given;
  text: string;
}

/**
 * What was found in addition to what an answer to the question `id` is given, as much of it as `tokens` hold by the estimate: under
 * numbers behind the last. What is given already keeps its number. Storing and telling it is the caller's.
 */
export function withMore(given: Given, found: Known, { id, tokens }: { id: string; tokens: number }): More {
  const last = given.sources.at(-1)?.n ?? 0;
  const known = ofSearch(found, last + 1);
  const numbers = new Map(given.sources.map((source) => [keyOf(source), source.n]));
  const room = new Set(joined(given.graph, known.graph)?.paths.map((path) => path.id));
  const news = known.sources.filter(
    (source) => !numbers.has(keyOf(source)) && (source.kind !== 'path' || room.has(source.pathId ?? '')),
  );
  const { chosen } = chooseKnown({ sources: news }, tokens, false);
  const { sources, graph } = numberKnown(chosen, known.graph, last);
  const all = chosen.length === 0 ? given.graph : joined(given.graph, graph);
  const again = known.sources.flatMap((source) => numbers.get(keyOf(source)) ?? []);
  return {
    given: {
      ...given,
      retrieval: given.retrieval === 'degraded' ? given.retrieval : known.retrieval,
      sources: [...given.sources, ...sources],
      ...(all && { graph: all }),
      ...(!given.lookup && known.lookup && { lookup: known.lookup }),
      ...(known.private && { private: true }),
    },
    text: moreInPrompt({ id, text: known.lookup?.question ?? '' }, sources, again),
  };
}

/** Its paths have ids that no other search of the answer gives. */
function ofSearch(known: Known, n: number): Known {
  const named = (id: string): string => `${n} ${id}`;
  return {
    ...known,
    sources: known.sources.map((source) => ({
      ...source,
      ...(source.pathId !== undefined && { pathId: named(source.pathId) }),
      ...(source.pathIds && { pathIds: source.pathIds.map(named) }),
    })),
    graph: known.graph && {
      ...known.graph,
      paths: known.graph.paths.map((path) => ({ ...path, id: named(path.id) })),
    },
  };
}

/** The same passage under another number says nothing new. */
function keyOf({ title, text }: { title: string; text: string }): string {
  return `${title}\n${text}`;
}
