import { scoreRarest } from '../vectors';
import type { Conversation } from './conversation';
import type { GivenPassage } from './given-passages';
import { quoteInline } from './quote';
import type { Scene } from './scene';

/** So many sentences are quoted, of each so many UTF-16 units. */
const QUOTED = 3;
const LONGEST = 200;

/** The sentences and table rows that share most with the question, each with its passage, in reading order. */
function best({ question, passages }: Conversation): { passage: GivenPassage; sentence: string }[] {
  const all = passages.flatMap((passage) => sentencesOf(passage.text).map((sentence) => ({ passage, sentence })));
  const scores = scoreRarest(
    question,
    all.map(({ sentence }) => sentence),
  );
  return all
    .map((quoted, place) => ({ ...quoted, place, score: scores[place] ?? 0 }))
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, QUOTED)
    .sort((a, b) => a.place - b.place);
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[。！？!?；])|\n+/)
    .map((sentence) => sentence.replace(/^#+\s*/, '').trim())
    .filter((sentence) => sentence.length > 1 && !/^[|\s:-]+$/.test(sentence));
}

function say(conversation: Conversation, words: { before: string; after: string }): string {
  const lines = best(conversation).map(({ passage, sentence }) => {
    const { n, file } = passage;
    return `- ${quoteInline(sentence, LONGEST)}[${n}]（${quoteInline(file)}）`;
  });
  return [words.before, lines.join('\n'), words.after].join('\n\n');
}

/** Quotes what of the given files comes nearest to the question: what a script can do. */
export const filesScene: Scene = {
  matches: () => false,
  say: {
    zh: (conversation) =>
      say(conversation, {
        before: '在给到的资料里，和问题最接近的是这几句：',
        after: '演示脚本只会摘录，不会归纳；点编号能看到原文所在的那一页。',
      }),
    en: (conversation) =>
      say(conversation, {
        before: 'In the material that was given, these come nearest to the question:',
        after: 'A script can only quote. Tap a number to see where it stands.',
      }),
  },
};
