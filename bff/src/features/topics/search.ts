import type { ListedTopic, SearchHit } from '@huati/shared';
import { fold, wholeUpTo } from '@huati/shared';
import type { TopicRow } from '../../db/schema';
import { wordsIn } from '../../plain-words';
import type { FoundMessage, SearchRepository } from './search.repository';
import { toTopic } from './to-topic';

/** Hits shown of one topic. */
const HITS = 3;
/** How much of a text stands before its first hit, and how much is shown in all, in UTF-16 units. */
const BEFORE = 24;
const SHOWN = 120;
/** So much of an answer is read before and after a hit, in UTF-16 units: more than is shown, also without its Markdown. */
const AROUND = 400;
/** What code begins and ends with. */
const FENCE = /^ {0,3}(?:```|~~~)/gm;

/** The words looked for, folded; each must be there. */
export function termsOf(q: string): string[] {
  return [...new Set(fold(q).split(/\s+/).filter(Boolean))];
}

/** Those of `rows` that have all `terms` in their title or in one message, with the places. */
export async function searchIn(
  rows: readonly TopicRow[],
  terms: readonly string[],
  repository: SearchRepository,
): Promise<ListedTopic[]> {
  const ids = new Map<string, string[]>();
  const matching = await repository.matching(
    rows.map((row) => row.id),
    terms,
  );
  for (const { id, topic_id: topicId } of matching) {
    const known = ids.get(topicId) ?? [];
    if (known.length < HITS) ids.set(topicId, [...known, id]);
  }
  const messages = new Map((await repository.messages([...ids.values()].flat())).map((row) => [row.id, row]));
  return rows.flatMap((row): ListedTopic[] => {
    const titleRanges = rangesOf(row.title, terms);
    const inTitle = terms.every((term) => fold(row.title).includes(term));
    const hits = (ids.get(row.id) ?? []).flatMap((id) => {
      const message = messages.get(id);
      return message ? [hitIn(message, terms)] : [];
    });
    return inTitle || hits.length > 0 ? [{ ...toTopic(row), titleRanges, hits }] : [];
  });
}

/** A piece of the message around the first place of any of `terms`. */
function hitIn({ id, role, text }: FoundMessage, terms: readonly string[]): SearchHit {
  const near = role === 'assistant' ? wordsNear(text, terms) : undefined;
  const { flat, before, after } = near ?? { flat: text.replace(/\s/g, ' '), before: false, after: false };
  const [first] = rangesOf(flat, terms);
  const from = wholeUpTo(flat, Math.max(0, (first?.[0] ?? 0) - BEFORE));
  const piece = flat.slice(from, wholeUpTo(flat, Math.min(flat.length, from + SHOWN)));
  const shown = `${from > 0 || before ? '…' : ''}${piece}${from + piece.length < flat.length || after ? '…' : ''}`;
  return { messageId: id, role, text: shown, ranges: rangesOf(shown, terms) };
}

/** The words around the first place, without signs of Markdown, and whether there are more; undefined: they are in signs or code. */
function wordsNear(text: string, terms: readonly string[]) {
  const at = rangesOf(text, terms)[0]?.[0] ?? 0;
  // From the beginning of a line, by which Markdown goes.
  const from = Math.max(text.lastIndexOf('\n', at - 1) + 1, wholeUpTo(text, at - AROUND));
  const piece = text.slice(from, wholeUpTo(text, at + AROUND));
  if ((text.slice(0, from).match(FENCE)?.length ?? 0) % 2 === 1) return undefined;
  // An item of an item alone would be taken for code.
  const flat = wordsIn(piece.trimStart(), piece.length);
  if (rangesOf(flat, terms).length === 0) return undefined;
  return { flat, before: from > 0, after: from + piece.length < text.length };
}

/** Where `terms` stand in `text`, in order and joined where they overlap; UTF-16 units. */
function rangesOf(text: string, terms: readonly string[]): [number, number][] {
  const where = fold(text);
  const found: [number, number][] = [];
  for (const term of terms) {
    for (let at = where.indexOf(term); at >= 0; at = where.indexOf(term, at + term.length)) {
      found.push([at, at + term.length]);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of found) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
