import { citedIn, type Source } from '@huati/shared';
import { t } from '@/i18n';
import type { Cited, Sources } from '@/markdown/citations';
import { whereWords } from './where';

/** So much of a sentence is said where it stands for its source, in characters. */
const SENTENCE_MAX = 40;

/** What a source is called where it stands among others: the sentences made from a graph all have the same title. */
export function nameOf({ kind, title, text }: Source): string {
  if (kind !== 'path' || text === '') return title;
  const all = [...text];
  return all.length > SENTENCE_MAX ? `${all.slice(0, SENTENCE_MAX).join('')}…` : text;
}

/** A source as one line: `来源 2：年报.pdf 第 3 页`. */
export function sourceWords(source: Source): string {
  const { n, kind, title, place } = source;
  if (kind === 'path') return t('evidence.sourcePath', { n, sentence: nameOf(source) });
  const where = whereWords({ title, place });
  return where === '' ? t('evidence.source', { n, title }) : t('evidence.sourceAt', { n, title, place: where });
}

/** What the marks of an answer's text name, and what a tap on one does; undefined where it rests on nothing. */
export function citedOf(sources: readonly Source[] | undefined, open: (n: number) => void): Cited | undefined {
  if (!sources || sources.length === 0) return undefined;
  return { sources: namesOf(sources), open };
}

/**
 * The one before where the new one says the same, or less of it: a text whose sources are others is parsed anew, and those that go
 * when an answer ends are those that none of its marks name.
 */
export function sameCited(before: Cited | undefined, now: Cited | undefined): Cited | undefined {
  if (!before || !now || before.sources.size < now.sources.size) return now;
  return [...now.sources].every(([n, words]) => before.sources.get(n) === words) ? before : now;
}

/** The sources that a text cites in the order of their first mark, and then the others. */
export function inOrder(text: string, sources: readonly Source[]): { cited: Source[]; all: Source[] } {
  const byNumber = new Map(sources.map((source) => [source.n, source]));
  const cited = citedIn(text).flatMap((n) => byNumber.get(n) ?? []);
  return { cited, all: [...cited, ...sources.filter((source) => !cited.includes(source))] };
}

function namesOf(sources: readonly Source[]): Sources {
  return new Map(sources.map((source) => [source.n, sourceWords(source)]));
}
