import type { SharedMessage, Source } from '@huati/shared';
import { languageOf, placeInWords, type Language } from '../evidence/place-in-words';

/** What a file is called that has the passages alone. */
const SUFFIX: Record<Language, string> = { zh: '（分享的段落）.md', en: ' (shared passages).md' };
/** What stands above a passage of which no place is known. */
const NO_PLACE: Record<Language, string> = { zh: '段落', en: 'Passage' };
/** A heading of a passage's own, which stands below the one of its place. */
const HEADING = /^( {0,3})(#{1,6})(?=\s)/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** A file that was made of a cited one. */
export interface CitedFile {
  name: string;
  /** Markdown: each passage under a heading that says where it stands. */
  text: string;
}

/**
 * The files that answers cite, each with the passages that are cited of it, those that come first in it first, and with nothing else.
 * What is known without a file makes none.
 */
export function citedFiles(messages: readonly SharedMessage[]): CitedFile[] {
  const language = languageOf(messages.find(({ role, text }) => role === 'user' && text !== '')?.text ?? '');
  const byTitle = new Map<string, Map<string, Source>>();
  for (const source of messages.flatMap(({ sources = [] }) => sources)) {
    // Only what is from a file has its kind.
    if (source.mime === undefined || source.kind !== undefined || source.text.trim() === '') continue;
    const passages = byTitle.get(source.title) ?? new Map<string, Source>();
    passages.set(`${placeInWords(source.place ?? {}, 'zh')}\n${source.text}`, source);
    byTitle.set(source.title, passages);
  }
  return [...byTitle].map(([title, passages]) => ({
    name: nameOf(title, language),
    text: [...passages.values()]
      .sort((a, b) => startOf(a) - startOf(b))
      .map((source) => section(source, language))
      .join('\n'),
  }));
}

/** A share of a fork has such files already. */
function nameOf(title: string, language: Language): string {
  const given = Object.values(SUFFIX).find((suffix) => title.endsWith(suffix));
  return (given === undefined ? title : title.slice(0, -given.length)) + SUFFIX[language];
}

function startOf({ place: { page, slide, lines } = {} }: Source): number {
  return page ?? slide ?? lines?.[0] ?? 0;
}

function section({ place = {}, text }: Source, language: Language): string {
  const where = placeInWords(place, language).replace(/\s+/g, ' ').trim();
  return `## ${where === '' ? NO_PLACE[language] : where}\n\n${below(text)}\n`;
}

/** The same with all its headings below one of the second level, and with no fence left open. */
function below(text: string): string {
  let open: string | undefined;
  const lines = text.trim().split('\n');
  const written = lines.map((line) => {
    const fence = FENCE.exec(line)?.[1];
    if (fence !== undefined && (open === undefined || (fence.startsWith(open) && line.trim() === fence))) {
      open = open === undefined ? fence : undefined;
      return line;
    }
    if (open !== undefined) return line;
    return line.replace(HEADING, (_, indent: string, marks: string) => indent + `##${marks}`.slice(0, 6));
  });
  return [...written, ...(open === undefined ? [] : [open])].join('\n');
}
