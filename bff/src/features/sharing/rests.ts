import type { SharedMessage, Source, ToolStep } from '@huati/shared';
import { citedOnly } from '../evidence/ending';
import { shownIn } from '../evidence/shown';
import type { SourcesRepository } from '../evidence/sources.repository';
import { toldLine } from '../planning/tools/told-line';
import type { PicturesFor, PicturesShown } from './showing';
import type { SharedRow } from './sharing.repository';

/** What is shared of what an answer rests on. */
export type SharedRests = Pick<
  SharedMessage,
  'sources' | 'retrieval' | 'graph' | 'lookup' | 'direct' | 'steps' | 'unsupported'
>;

/**
 * What the answers rest on, by their ids: what they cite, with whole texts and without what only its owner may use, and of the graph
 * and of searches what belongs to that. Questions for which something was looked up may have words of all rounds before.
 */
export async function restsOf(
  rows: readonly SharedRow[],
  textsOf: SourcesRepository['texts'],
  picturesFor?: PicturesFor,
): Promise<Map<string, SharedRests>> {
  const shared = new Map(rows.map((row) => [row.id, row]));
  const all = rows.flatMap((row) => {
    const shown = shownIn(row);
    return shown ? [{ row, shown: citedOnly(shown, row.text, row.status) }] : [];
  });
  const texts = await textsOf(
    all.map(({ row, shown }) => ({ messageId: row.id, ns: shown.sources.map(({ n }) => n) })),
  );
  const pictures = await picturesOf(
    all.flatMap(({ shown }) => shown.sources),
    picturesFor,
  );
  return new Map(
    all.map(({ row, shown: { lookup, direct, sources, steps: all, ...rest } }) => {
      // Whoever shares an answer alone keeps the question to themselves.
      const question = shared.get(row.parent_id ?? '');
      const whole = isWhole(question, shared);
      const isOwnWords = lookup !== undefined && lookup.question === question?.text;
      const steps = all && stepsOf(all, { sources, whole });
      return [
        row.id,
        {
          ...rest,
          ...(sources.length > 0 && {
            sources: sources.map((source) => {
              const picture = pictures?.get(source.attachmentId ?? '');
              return { ...bare(source, texts.get(row.id)?.get(source.n)), ...(picture && { picture }) };
            }),
          }),
          ...(lookup && (whole || isOwnWords) && { lookup }),
          ...(steps && steps.length > 0 && { steps }),
          // What was asked earlier was asked elsewhere.
          ...(direct && { direct: direct.kind === 'cached' ? { ...direct, question: '' } : direct }),
        },
      ];
    }),
  );
}

/** Whether a question is shared with all that was said before it. */
function isWhole(question: SharedRow | undefined, shared: ReadonlyMap<string, SharedRow>): boolean {
  let row = question;
  while (row && row.parent_id !== null) row = shared.get(row.parent_id);
  return row !== undefined;
}

async function picturesOf(
  sources: readonly Source[],
  picturesFor: PicturesFor | undefined,
): Promise<PicturesShown | undefined> {
  const seen = sources.filter(({ mime }) => mime?.startsWith('image/'));
  const ids = seen.flatMap(({ attachmentId }) => (attachmentId === undefined ? [] : [attachmentId]));
  return ids.length > 0 ? picturesFor?.(ids) : undefined;
}

/** Searches are in the model's words, which may be of all it has read; of what they found, what is shared. */
function stepsOf(
  steps: readonly ToolStep[],
  { sources, whole }: { sources: readonly Source[]; whole: boolean },
): ToolStep[] {
  const lines = new Set(sources.map(toldLine));
  return steps
    .filter(({ tool }) => tool !== 'search' || whole)
    .map((step) => (step.tool === 'search' ? { ...step, output: citedLines(step.output, lines) } : step));
}

function citedLines(output: string, cited: ReadonlySet<string>): string {
  const kept = output.split('\n').filter((line) => cited.has(line));
  return kept.length > 0 ? kept.join('\n') : '—';
}

/** All words in it that others will see, or get in what is sent. */
export function wordsOf({ sources = [], graph, lookup, direct, steps = [] }: SharedRests): string[] {
  return [
    ...sources.flatMap(quoted),
    ...(graph?.nodes ?? []).flatMap(({ name, type = '' }) => [name, type]),
    ...(graph?.edges ?? []).flatMap(({ type, label, quotes }) => [type, label, ...quotes.flatMap(quoted)]),
    ...(lookup ? [lookup.question, ...lookup.linked.map(({ name }) => name)] : []),
    ...(direct ? [direct.question] : []),
    ...steps.flatMap(({ input, output }) => [input, output]),
  ].filter((words) => words !== '');
}

function quoted({ title, text, place: { sheet = '', cells = '', headings = [] } = {} }: Quoted): string[] {
  return [title, text, sheet, cells, ...headings];
}

type Quoted = Pick<Source, 'title' | 'text' | 'place'>;

/** A source without what only its owner may use; `whole` is its text. */
export function bare(source: Source, whole: string | undefined): Source {
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
