import { fold } from '@huati/shared';
import { queryTerms } from '@huati/ranking';
import type { ToPlan } from './plan';

/** What is said to whoever one meets, thanks or leaves, and the small words around it, which alone may be an answer to a question. */
const GREETING =
  /你们?好|您好|大家好|哈[喽啰]|嗨|(?:早上|上午|中午|下午|晚上)好|[早午晚]安|谢谢|多谢|感谢|谢了|辛苦|再见|拜拜|\b(?:hi|hello|hey|good (?:morning|afternoon|evening|night)|thanks?(?: a lot)?|thank you|thx|bye|goodbye|see you|cheers)\b/g;
const BESIDE_GREETING =
  /好的|好|嗯+|明白|知道|收到|非常|十分|各位|[你您们了啦呀啊吧哦的很太]|\b(?:ok|okay|great|there|all|everyone|so|very|much|you|again|for (?:your|the) help)\b/g;

/** What leaves only a term of figures of a question. */
const RECKONING =
  /请问?|帮我|麻烦|计算|算(?:一?下)?|等于|结果|得数|多少|几|[是为吧呢的]|\b(?:what is|what's|calculate|compute|how much is|equals?|please)\b|[?=\s]/g;
/** Words that want something worked out. */
const TO_RECKON = /=|计算|算|等于|结果|得数|多少|几|\b(?:calculate|compute|how much is|equals?)\b/;
/** Signs that nothing but a term has: telephone numbers, scores, dates and quarters have strokes. */
const RECKONED = /[*×÷^√]|[\d)%]\+[\d(.]|\([^()]*\d[+\-*/%][^()]*\)/;
const FIGURES = /^[-+(√\d.][\d.,+\-*/^%()×÷√·]*$/;
/** Days, months and spans of years look like terms. */
const DATE = /^\d{4}[-/.](?:\d{1,2}|\d{4})(?:[-/.]\d{1,2})?$/;

const POLITE = '(?:请你?|麻烦你?|帮我|能不能|可以|再)*';
const ABOVE =
  '(?:把|将)?(?:上面|上述|以上|刚才|前面|上一条|你)(?:说|写|讲)?的?(?:这?段|那?段)?(?:回答|内容|答案|话|文字|回复)?';
const GOING_ON = `${POLITE}(?:继续|接着|往下)(?:说|写|讲|往下说|往下写)?(?:下去|吧|一下)?`;
const REWORKED = `${POLITE}${ABOVE}都?(?:(?:翻译|译)(?:成|为|到)?\\p{Script=Han}{1,4}|总结|概括|缩短|精简|简化|润色|改写|扩写|重写|(?:写|改)?得?(?:短|简短|简洁|详细)(?:一点|点|些|一些))(?:一下|一点|些)?`;
const RESHAPED = `${POLITE}(?:(?:翻译|译)(?:成|为)?(?:英|中|日|韩|法|德|俄)[语文]|(?:写|说|讲)?(?:短|简短|简洁)(?:一点|点|些|一些)|缩短(?:一下|一点|些)?|换(?:个|一种|种)说法|再说一遍)`;
const ENGLISH_GOING_ON = '(?:please )?(?:go on|continue|keep going)(?: please)?';
const ENGLISH_ABOVE =
  '(?:please )?(?:(?:translate|shorten|summari[sz]e|rephrase|rewrite|polish) (?:the above|your (?:last )?answer|that|it)(?: (?:in)?to [a-z]+)?|(?:make (?:it|that) )?shorter)(?: please)?';
const OF_THE_TALK = new RegExp(`^(?:${REWORKED}|${RESHAPED}|${ENGLISH_ABOVE})$`, 'u');
const ON = new RegExp(`^(?:${GOING_ON}|${ENGLISH_GOING_ON})$`, 'u');

const PUNCTUATION = /[\s\p{P}\p{S}]+/gu;

/** Whether the question can be answered without looking anything up: told by its words alone, and in doubt not. */
export function needsNothing({ text, parentId, attached, retrieval }: ToPlan): boolean {
  if (retrieval === 'off') return true;
  const folded = fold(text);
  if (isGreeting(folded) || isReckoning(text)) return true;
  // It is about its files.
  if (attached === 1 && queryTerms(text).length === 0) return true;
  return parentId !== null && OF_THE_TALK.test(folded.replace(PUNCTUATION, ' ').trim());
}

/** Whether a text wants nothing but that the answer before it goes on, with the evidence of that. */
export function goesOn({ text, parentId }: Pick<ToPlan, 'text' | 'parentId'>): boolean {
  return parentId !== null && ON.test(fold(text).replace(PUNCTUATION, ' ').trim());
}

function isGreeting(folded: string): boolean {
  const words = folded.replace(PUNCTUATION, ' ');
  const left = words.replace(GREETING, ' ');
  return left !== words && left.replace(BESIDE_GREETING, ' ').trim() === '';
}

/** Whether a text is a term of figures alone, which nothing that is known has to do with. */
function isReckoning(text: string): boolean {
  // Folding leaves signs of full width as they are.
  const plain = text.normalize('NFKC').toLowerCase();
  const left = plain.replace(RECKONING, '').replace(/[。.]$/, '');
  if (!TO_RECKON.test(plain) && !RECKONED.test(left)) return false;
  return FIGURES.test(left) && !DATE.test(left) && /[+\-*/^%×÷√]/.test(left) && /\d/.test(left);
}

/** Words that stand for something said before, and beginnings that go on from there. */
const LEANING =
  /[它他她]们?|[这那此该][个些家位人次项者笔种类点里]?|其(?!他|它|余|实|中)|前者|后者|上[述面文]|以上|刚才|第[一二三四五六七八九十\d]+[个家位条项]|^(?:还有|另外|以及|然后|除此|除了)|呢[?？。!！]*$/u;
const LEANING_ENGLISH =
  /\b(?:it|its|they|them|their|he|him|his|she|her|this|that|these|those|the (?:former|latter|above|other|first|second|third|last)(?: one)?)\b|^(?:what|how) about\b|^(?:and|also|why|else)\b/;
/** A question with fewer terms names hardly anything. Two characters of Chinese are a term or two, a word is one alone. */
const FEW_TERMS = 6;
const WORD = /[a-z]{3,}/g;

/** Whether a question that follows others may not stand alone. */
export function leansOnHistory(text: string): boolean {
  const folded = fold(text);
  const terms = queryTerms(text).length + (folded.match(WORD)?.length ?? 0);
  return LEANING.test(folded) || LEANING_ENGLISH.test(folded) || terms < FEW_TERMS;
}
