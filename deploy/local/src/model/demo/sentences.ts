import { scoreOverlap, scoreRarest } from '../vectors';
import type { GivenPassage } from './given-passages';
import { quoteInline } from './quote';

/** The longest that a sentence is quoted, in UTF-16 units. */
const LONGEST = 200;

/** A sentence, or a row of a table, of a passage. */
export interface GivenSentence {
  passage: GivenPassage;
  sentence: string;
}

/** The sentences that share most with `asked`, `most` of them, in reading order. */
export function nearest(asked: string, passages: readonly GivenPassage[], most: number): GivenSentence[] {
  const all = passages.flatMap((passage) => sentencesOf(passage.text).map((sentence) => ({ passage, sentence })));
  const scores = scoreRarest(
    asked,
    all.map(({ sentence }) => sentence),
  );
  return all
    .map((given, place) => ({ ...given, place, score: scores[place] ?? 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, most)
    .sort((a, b) => a.place - b.place);
}

/** How much of `asked` the nearest single sentence has, 0 to 1. */
export function nearness(asked: string, passages: readonly GivenPassage[]): number {
  const sentences = passages.flatMap(({ text }) => sentencesOf(text));
  return Math.max(0, ...sentences.map((sentence) => scoreOverlap(asked, sentence)));
}

/** A sentence as a line of a list, with the number of its passage and where it is from. */
export function quoted({ passage, sentence }: GivenSentence): string {
  return `- ${quoteInline(sentence, LONGEST)}[${passage.n}]（${quoteInline(passage.from)}）`;
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[。！？!?；])|\n+/)
    .map((sentence) => sentence.replace(/^#+\s*/, '').trim())
    .filter((sentence) => sentence.length > 1 && !/^[|\s:-]+$/.test(sentence));
}
