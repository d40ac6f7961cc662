import { citedIn, type Message } from '@huati/shared';

/** What an answer rests on and how it came about, as the server tells it: always all of it at once. */
type Told = Pick<Message, 'sources' | 'retrieval' | 'graph' | 'lookup' | 'direct' | 'steps' | 'unsupported'>;
export type Resting = { [Part in keyof Told]?: Told[Part] | undefined };

/** That part of a message, an event or a state; what was told of earlier is not mixed in. */
export function restingOf({ sources, retrieval, graph, lookup, direct, steps, unsupported }: Resting): Resting {
  return { sources, retrieval, graph, lookup, direct, steps, unsupported };
}

/** What was told first of these, where anything was. */
export function toldOf(first: Resting, otherwise: Resting): Resting {
  return restingOf(first.retrieval === undefined && first.sources === undefined ? otherwise : first);
}

/**
 * An answer that grows may rest on all that was found; one that has ended, as on the server, on what it cites. One that was not
 * written for its question has what it came with.
 */
export function atEnd(text: string, status: Message['status'], resting: Resting): Resting {
  const { sources, direct } = resting;
  if (status === 'streaming' || !sources || direct) return resting;
  const cited = new Set(citedIn(text));
  return { ...resting, sources: sources.filter(({ n }) => cited.has(n)) };
}
