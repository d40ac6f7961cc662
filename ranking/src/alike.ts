import { fold } from '@huati/shared';

/** Figures in digits and in characters, words of Latin letters, and words that turn a question around. */
const PARTICULARS = [
  /\d+(?:[.,]\d+)*/g,
  /[〇零一二两三四五六七八九十百千万亿]+/g,
  /[a-z][a-z'’]*/g,
  /[不没无非未否勿别除]|[前后上下左右内外大小高低多少最早晚新旧增减升降买卖进出]/g,
];
/** What may stand in a question or not. */
const POLITE = /请问|请你?|帮我|麻烦|告诉我|一下|到底|究竟|具体|大概|[的了吗呢啊呀吧是]|[\s\p{P}\p{S}]+/gu;
/** Other words for the same. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/如何|怎样/g, '怎么'],
  [/可以|能够/g, '能'],
  [/哪家|哪个/g, '哪'],
];
/** Words that name nothing: one question may have one more of them than the other. */
const FUNCTION_WORDS = /[都也就还又有个]/g;

/**
 * Whether two questions may have one answer, beside meaning nearly the same. Embeddings tell little apart that makes all the
 * difference: 2023 and 2024 are near each other, so are two models' names, a question and its negation, who bought whom, and
 * companies of which the names differ in a character. So the same figures, Latin words, negations and words of direction have to
 * stand in both, in one order, and one may have no more than small words in one place that the other has not.
 */
export function sameParticulars(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)];
  if (PARTICULARS.some((pattern) => found(a, pattern) !== found(b, pattern))) return false;
  const [long = '', short = ''] = [bare(a), bare(b)].sort((x, y) => y.length - x.length);
  const start = common(long, short);
  const end = common(reversed(long.slice(start)), reversed(short.slice(start)));
  if (start + end < short.length) return false;
  return long.slice(start, long.length - end).replace(FUNCTION_WORDS, '') === '';
}

function found(text: string, pattern: RegExp): string {
  return (text.match(pattern) ?? []).join(' ');
}

function bare(text: string): string {
  return SAME.reduce((words, [pattern, same]) => words.replace(pattern, same), text.replace(POLITE, ''));
}

/** How long two texts are the same from their beginnings on. */
function common(one: string, other: string): number {
  let length = 0;
  while (length < other.length && one[length] === other[length]) length += 1;
  return length;
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}
