import { scoreOverlap } from '../vectors';
import type { Conversation } from './conversation';
import { quoteInline } from './quote';
import type { Scene } from './scene';
import { nearest, nearness, quoted } from './sentences';

/** So many sentences made from paths are told, and so many are quoted beside them. */
const PATHS = 3;
const QUOTED = 3;
const LONGEST = 200;
/** From which share of the question's pairs of characters on a sentence has something to do with it: by trial on the sample. */
const PATH_FROM = 0.2;
const SENTENCE_FROM = 0.4;

/** The ways through the graph that were found, the best first. */
function pathsOf({ question, passages }: Conversation) {
  return passages
    .filter(({ kind, text }) => kind === 'path' && scoreOverlap(question, text) >= PATH_FROM)
    .slice(0, PATHS);
}

/** Whether what is known has something to do with the question, as far as its words tell. */
export function isKnown(conversation: Conversation): boolean {
  const known = conversation.passages.filter(({ kind }) => kind === 'knowledge');
  return pathsOf(conversation).length > 0 || nearness(conversation.question, known) >= SENTENCE_FROM;
}

function say(conversation: Conversation, words: { paths: string; quotes: string; after: string }): string {
  const { question, passages } = conversation;
  const paths = pathsOf(conversation);
  const known = passages.filter(({ kind }) => kind === 'knowledge');
  const asked = [question, ...paths.map(({ text }) => text)].join('\n');
  const quotes = nearest(asked, known, QUOTED).map(quoted);
  return [
    ...(paths.length > 0
      ? [words.paths, paths.map(({ n, text }) => `- ${quoteInline(text, LONGEST)}[${n}]`).join('\n')]
      : []),
    ...(quotes.length > 0 ? [words.quotes, quotes.join('\n')] : []),
    words.after,
  ].join('\n\n');
}

/** Tells the ways through the graph that were found, and quotes what the documents say of them: what a script can do. */
export const knowledgeScene: Scene = {
  matches: () => false,
  say: {
    zh: (conversation) =>
      say(conversation, {
        paths: '从资料里的关系能看出：',
        quotes: '资料里是这样写的：',
        after: '演示脚本只会摘录，不会归纳；点编号能看到这条线索和每一步的原文。示例资料里的公司和人物都是虚构的。',
      }),
    en: (conversation) =>
      say(conversation, {
        paths: 'The relations in the material show:',
        quotes: 'The material says:',
        after:
          'A script can only quote. Tap a number to see the path and the words behind each step. Companies and people of the sample are invented.',
      }),
  },
};
