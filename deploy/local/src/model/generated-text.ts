import { clip } from '@huati/shared';

const SENTENCES = [
  '话题里的每一句都要原样到达，不多也不少。',
  '手机走进电梯时信号会断😀，出来以后接着读。',
  '古书里有𠮷野家的𠮷，也有𪚥和𠀋这样的生僻字。',
  'Mixed text keeps its spaces, “quotes” and numbers like 3.14. ',
  '一家人👨‍👩‍👧在路上看地图🗺️，旗子🇨🇳在风里。',
];

/**
 * Text of exactly `length` UTF-16 units: numbered sentences with Chinese, emoji and rare Han, so that a lost, doubled
 * or misplaced piece cannot go unnoticed. The same length gives the same text.
 */
export function generateText(length: number): string {
  let text = '';
  for (let number = 1; text.length < length; number += 1) {
    const sentence = SENTENCES[number % SENTENCES.length] ?? '';
    text += `${number}. ${sentence}${number % 4 === 0 ? '\n\n' : ''}`;
  }
  return clip(text, length).padEnd(length, '。');
}
