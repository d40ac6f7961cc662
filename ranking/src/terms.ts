import { fold } from '@huati/shared';

const OTHER = 0;
const DIGIT = 1;
const LETTER = 2;
const HAN = 3;

const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

/** Where dense scripts begin and end, those written without spaces: radicals, kana, Han, Hangul and what is beyond. */
const DENSE: readonly (readonly [number, number])[] = [
  [0x2e80, 0x2fdf],
  [0x3005, 0x3007],
  [0x3040, 0x30ff],
  [0x3105, 0x318f],
  [0x3400, 0x9fff],
  [0xac00, 0xd7af],
  [0xd800, 0xdfff],
  [0xf900, 0xfaff],
];

const kindOf = new Uint8Array(0x10000);
for (let code = 0; code < 0x10000; code += 1) kindOf[code] = judge(code);

function judge(code: number): number {
  if (code >= 0x30 && code <= 0x39) return DIGIT;
  if (DENSE.some(([from, to]) => code >= from && code <= to)) return HAN;
  return /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(code)) ? LETTER : OTHER;
}

/**
 * Gives `take` a number for each term of `text`, in order: pairs of neighbouring Han characters, words and numbers of all
 * other scripts, without regard to case and width. `1,234.5` is one number. Different terms hardly ever share a number.
 */
export function eachTerm(text: string, take: (term: number) => void): void {
  const folded = fold(text);
  const { length } = folded;
  let at = 0;
  while (at < length) {
    const kind = kindOf[folded.charCodeAt(at)] ?? OTHER;
    if (kind === OTHER) at += 1;
    else at = kind === HAN ? takePairs(folded, at, take) : takeWord(folded, at, take);
  }
}

/** Whether the UTF-16 unit `code` belongs to a word of a script that puts spaces between words. */
export function isOfWord(code: number): boolean {
  const kind = kindOf[code];
  return kind === DIGIT || kind === LETTER;
}

/** All terms of a text, each once. */
export function termsOf(text: string): Set<number> {
  const terms = new Set<number>();
  eachTerm(text, (term) => terms.add(term));
  return terms;
}

function takePairs(text: string, start: number, take: (term: number) => void): number {
  let at = start + 1;
  let last = text.charCodeAt(start);
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (kindOf[code] !== HAN) break;
    take(mix(mix(SEED, last), code));
    last = code;
  }
  if (at === start + 1) take(mix(SEED, last));
  return at;
}

function takeWord(text: string, start: number, take: (term: number) => void): number {
  let hash = SEED;
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const kind = kindOf[code] ?? OTHER;
    if (kind === DIGIT || kind === LETTER) hash = mix(hash, code);
    else if (isInNumber(text, at)) hash = code === COMMA ? hash : mix(hash, code);
    else break;
  }
  take(hash);
  return at;
}

const COMMA = 0x2c;
const POINT = 0x2e;

/** A comma or a point between two digits. */
function isInNumber(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== COMMA && code !== POINT) return false;
  return kindOf[text.charCodeAt(at - 1)] === DIGIT && kindOf[text.charCodeAt(at + 1)] === DIGIT;
}

/** FNV-1a, a step. */
function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, PRIME) >>> 0;
}
