import type { Conversation } from './conversation';
import type { Scene } from './scene';
import { nearest, quoted } from './sentences';
import { tellingPairs } from './telling';

/** So many sentences are quoted. */
const QUOTED = 3;

function say({ meant, passages }: Conversation, words: { before: string; after: string }): string {
  const lines = nearest(tellingPairs(meant), passages, { most: QUOTED, question: meant }).map(quoted);
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
