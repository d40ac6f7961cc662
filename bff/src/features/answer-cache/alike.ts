import { fold } from '@huati/shared';

/** Figures in digits and in characters, words of Latin letters, and words that turn a question around. */
const PARTICULARS = [
  /\d+(?:[.,]\d+)*/g,
  /[〇零一二两三四五六七八九十百千万亿]+/g,
  /[a-z][a-z'’]*/g,
  /[不没无非未否勿别除]|[前后上下左右内外大小高低多少最早晚新旧增减升降买卖进出]/g,
];
/** What may stand in a question or not. */
const POLITE = /请问|请你?|帮我|麻烦|告诉我|一下|[的了吗呢啊呀吧是]|[\s\p{P}\p{S}]+/gu;
/** A question whose answer is another one tomorrow. */
const TIMELY =
  /今[天日年晨晚早]|明[天日年]|昨[天日晚]|现在|目前|当前|此刻|刚刚|最近|近期|最新|近日|本[周月年季]|这[周月]|上[周月]|下[周月]|几点|星期几|天气|股价|汇率|\b(?:today|tonight|tomorrow|yesterday|now|currently|current|latest|recent|recently|this (?:week|month|year))\b/;

/**
 * Whether two questions may have one answer, beside meaning nearly the same. Embeddings tell little apart that makes all the
 * difference: 2023 and 2024 are near each other, so are two models' names, a question and its negation, and who bought whom. So the
 * same figures, Latin words, negations and words of direction have to stand in both, in one order, and questions of the same
 * characters in another order are two.
 */
export function sameParticulars(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)];
  if (PARTICULARS.some((pattern) => found(a, pattern) !== found(b, pattern))) return false;
  const [bareA, bareB] = [a.replace(POLITE, ''), b.replace(POLITE, '')];
  return bareA === bareB || sorted(bareA) !== sorted(bareB);
}

/** Whether a question asks about the moment: its answer is good for nobody later. */
export function isTimely(question: string): boolean {
  return TIMELY.test(fold(question));
}

function found(text: string, pattern: RegExp): string {
  return (text.match(pattern) ?? []).join(' ');
}

function sorted(text: string): string {
  return Array.from(text).sort().join('');
}
