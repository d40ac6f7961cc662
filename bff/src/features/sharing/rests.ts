import type { SharedMessage, Source } from '@huati/shared';
import { citedOnly } from '../evidence/ending';
import { shownIn } from '../evidence/shown';
import type { SourcesRepository } from '../evidence/sources.repository';
import type { SharedRow } from './sharing.repository';

/** What is shared of what an answer rests on. */
export type SharedRests = Pick<
  SharedMessage,
  'sources' | 'retrieval' | 'graph' | 'lookup' | 'direct' | 'steps' | 'unsupported'
>;

/**
 * What the answers rest on, by their ids: what they cite, with whole texts and without what only its owner may use, and of the graph
 * what belongs to that.
 */
export async function restsOf(
  rows: readonly SharedRow[],
  textsOf: SourcesRepository['texts'],
): Promise<Map<string, SharedRests>> {
  const shared = new Set(rows.map(({ id }) => id));
  const all = rows.flatMap((row) => {
    const shown = shownIn(row);
    return shown ? [{ row, shown: citedOnly(shown, row.text, row.status) }] : [];
  });
  const texts = await textsOf(
    all.map(({ row, shown }) => ({ messageId: row.id, ns: shown.sources.map(({ n }) => n) })),
  );
  return new Map(
    all.map(({ row, shown: { lookup, direct, sources, ...rest } }) => [
      row.id,
      {
        ...rest,
        ...(sources.length > 0 && { sources: sources.map((source) => bare(source, texts.get(row.id)?.get(source.n))) }),
        // Whoever shares an answer alone keeps the question to themselves.
        ...(lookup && shared.has(row.parent_id ?? '') && { lookup }),
        // What was asked earlier was asked elsewhere.
        ...(direct && { direct: direct.kind === 'cached' ? { ...direct, question: '' } : direct }),
      },
    ]),
  );
}

/** All words in it that others will see. */
export function wordsOf({ sources = [], graph, lookup, direct, steps = [] }: SharedRests): string[] {
  return [
    ...sources.flatMap(({ title, text }) => [title, text]),
    ...(graph?.nodes ?? []).map(({ name }) => name),
    ...(graph?.edges ?? []).flatMap(({ label, quotes }) => [
      label,
      ...quotes.flatMap(({ title, text }) => [title, text]),
    ]),
    ...(lookup ? [lookup.question] : []),
    ...(direct ? [direct.question] : []),
    ...steps.flatMap(({ input, output }) => [input, output]),
  ].filter((words) => words !== '');
}

function bare(source: Source, whole: string | undefined): Source {
  const { n, kind, title, text, place, pathId, mime, score, scoreKind } = source;
  return {
    n,
    ...(kind && { kind }),
    title,
    text: whole ?? text,
    ...(place && { place }),
    ...(pathId !== undefined && { pathId }),
    ...(mime !== undefined && { mime }),
    ...(score !== undefined && { score }),
    ...(scoreKind && { scoreKind }),
  };
}
