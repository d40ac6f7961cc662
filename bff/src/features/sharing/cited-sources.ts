import type { Source } from '@huati/shared';
import { citedIn } from '../evidence/cited';
import { shownIn } from '../evidence/shown';
import type { SourcesRepository } from '../evidence/sources.repository';
import type { SharedRow } from './sharing.repository';

/** What the answers cite, with whole texts and without what only the files' owner may use. */
export async function citedSources(
  rows: readonly SharedRow[],
  textsOf: SourcesRepository['texts'],
): Promise<Map<string, Source[]>> {
  const cited = rows.flatMap((row) => {
    const numbers = citedIn(row.text);
    const sources = (shownIn(row)?.sources ?? []).filter(({ n }) => numbers.has(n));
    return sources.length === 0 ? [] : [{ id: row.id, sources }];
  });
  const texts = await textsOf(cited.map(({ id, sources }) => ({ messageId: id, ns: sources.map(({ n }) => n) })));
  return new Map(
    cited.map(({ id, sources }) => [id, sources.map((source) => bare(source, texts.get(id)?.get(source.n)))]),
  );
}

function bare({ n, title, text, place, mime }: Source, whole: string | undefined): Source {
  return { n, title, text: whole ?? text, ...(place && { place }), ...(mime !== undefined && { mime }) };
}
