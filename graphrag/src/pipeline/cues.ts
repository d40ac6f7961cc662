import { isOfWord } from '@huati/ranking';
import type { GraphSchema } from '../schema';
import { named } from './named';

/** A word of a question that asks for a relation; `inverse`: from where the relation ends. `at`: its place in the question. */
export interface Cue {
  type: string;
  inverse: boolean;
  at: number;
}

/** More relations than this are no chain that a question asks for. */
const CUES_MAX = 3;

interface Word {
  text: string;
  type: string;
  inverse: boolean;
}

/** The words of the schema that ask for relations, the longest first. What a relation is called asks for it as well. */
function wordsOf({ relations }: GraphSchema): Word[] {
  const words = relations.flatMap(({ type, label_zh: zh, label_en: en, cues, inverse_cues: inverse }) => [
    ...[...cues, zh, en].map((text) => ({ text: named(text).text, type, inverse: false })),
    ...inverse.map((text) => ({ text: named(text).text, type, inverse: true })),
  ]);
  return words.filter(({ text }) => text !== '').sort((a, b) => b.text.length - a.text.length);
}

/**
 * The cues of a question in its order: of those that overlap the longest. `taken` are places that are names already, from and to
 * in units of the question.
 */
export function cuesIn(question: string, schema: GraphSchema, taken: readonly (readonly [number, number])[]): Cue[] {
  const { text, starts, ends } = named(question);
  const used = new Uint8Array(text.length);
  for (let unit = 0; unit < text.length; unit += 1) {
    const at = starts[unit] ?? -1;
    if (taken.some(([from, to]) => at >= from && at < to)) used[unit] = 1;
  }
  const cues: Cue[] = [];
  for (const word of wordsOf(schema)) {
    for (let at = text.indexOf(word.text); at >= 0; at = text.indexOf(word.text, at + 1)) {
      const end = at + word.text.length;
      if (used.subarray(at, end).includes(1) || isPart(text, at, end) || (ends[end - 1] ?? -1) < 0) continue;
      used.fill(1, at, end);
      cues.push({ type: word.type, inverse: word.inverse, at: starts[at] ?? 0 });
    }
  }
  return cues.sort((a, b) => a.at - b.at).slice(0, CUES_MAX);
}

/** Whether what stands there is part of a longer word, such as "lead" of "leaders". */
function isPart(text: string, at: number, end: number): boolean {
  const joins = (left: number) => isOfWord(text.charCodeAt(left)) && isOfWord(text.charCodeAt(left + 1));
  return (at > 0 && joins(at - 1)) || (end < text.length && joins(end - 1));
}
