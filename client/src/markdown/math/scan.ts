/** A formula in a run of text. */
export interface Formula {
  /** What stands between its delimiters, trimmed. */
  tex: string;
  delimiter: Delimiter;
  /** Where the text goes on behind it, UTF-16 units. */
  end: number;
}

export type Delimiter = '$' | '$$' | '\\(' | '\\[';

/** By what each delimiter is closed. */
export const CLOSES: Record<Delimiter, string> = { $: '$', $$: '$$', '\\(': '\\)', '\\[': '\\]' };

/** Stands in front of the end of a formula that the text does not have yet. No text that is written has it: it is for private use. */
export const UNFINISHED = '\uE0F2';

/** The longest formula in a line, UTF-16 units: without a bound, each `$` of a list of prices would be looked behind to its end. */
const LONGEST: Record<Delimiter, number> = { $: 1_000, $$: 4_000, '\\(': 2_000, '\\[': 4_000 };

const WORD = /[a-z0-9]/i;
/** English sets its endings right behind a formula: the $n$th. */
const ENDING = /^(?:th|st|nd|rd|s|d)(?![a-z0-9])/i;
/** A sum with the words behind it: $5 million, $5，. */
const MONEY = /^\d[\d,.]*\s*(?:[a-z]{3}|[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef])/i;
const OPERATES = /[\\^_={}]/;
/** What tells a formula from words in escaped brackets, once the words in `\text{…}` are gone. */
const TEX = /\\[a-z]|[=^_{}<>+*/|!≤≥≠≈±×÷∈∑∫√°′-]/i;
const SYMBOLS = /^[a-zα-ω0-9'.,:()\s]{1,12}$/i;

/** Whether a formula stands in a line of its own. */
export const isDisplay = (delimiter: string): boolean => delimiter === '$$' || delimiter === '\\[';

/** The delimiter that opens at `at`, where one may. */
export function delimiterAt(text: string, at: number): Delimiter | undefined {
  const two = text.slice(at, at + 2);
  if (two === '\\(' || two === '\\[') return two;
  // US$5 is a sum.
  if (text[at] !== '$' || WORD.test(text[at - 1] ?? '')) return undefined;
  return two === '$$' ? '$$' : '$';
}

/** The formula that begins at `at`, where there is one with its end. A sum of money is none. */
export function formulaAt(text: string, at: number): Formula | undefined {
  const delimiter = delimiterAt(text, at);
  if (delimiter === undefined) return undefined;
  const from = at + delimiter.length;
  const to = closeOf(text, from, delimiter);
  if (to < 0) return undefined;
  const inside = text.slice(from, to);
  const end = to + delimiter.length;
  const tex = inside.replace(UNFINISHED, '').trim();
  if (!inside.endsWith(UNFINISHED) && !isFormula(inside, delimiter, text.slice(end, end + 4))) return undefined;
  return { tex, delimiter, end };
}

/**
 * Where a formula closes, from `from` on; below 0 where it does not. A backslash takes the next character with it; code, or another
 * beginning, ends what was begun by mistake, and for a single `$` so does the end of its line.
 */
export function closeOf(text: string, from: number, delimiter: Delimiter): number {
  const close = CLOSES[delimiter];
  const last = Math.min(text.length, from + LONGEST[delimiter]);
  const stops = /[`\n\\$]/g;
  stops.lastIndex = from;
  for (let found = stops.exec(text); found && found.index < last; found = stops.exec(text)) {
    const at = found.index;
    if (found[0] === '`' || (found[0] === '\n' && delimiter === '$')) return -1;
    // A second `$` that is no end begins something itself: the first one was a sum.
    if (delimiter === '$' && found[0] === '$') return mayCloseAt(text, from, at) ? at : -1;
    if (text.startsWith(close, at)) return at;
    if (found[0] === '\\' && /[([]/.test(text[at + 1] ?? '')) return -1;
    if (found[0] === '\\') stops.lastIndex = at + 2;
  }
  return -1;
}

/** Whether the `$` at `at` may be an end: it hugs what is before it, and no word begins behind it. */
function mayCloseAt(text: string, from: number, at: number): boolean {
  if (at === from || /\s/.test(text[at - 1] ?? ' ')) return false;
  const after = text.slice(at + 1, at + 4);
  return !WORD.test(after[0] ?? '') || ENDING.test(after);
}

function isFormula(inside: string, delimiter: Delimiter, after: string): boolean {
  if (inside.trim() === '') return false;
  if (delimiter === '$$') return true;
  if (delimiter === '$') return !/^\s/.test(inside) && !isMoney(inside);
  // `\[words\](address)` is a link that somebody escaped.
  return !/^\\?\(/.test(after) && isTex(inside);
}

function isMoney(inside: string): boolean {
  return MONEY.test(inside) && !OPERATES.test(inside);
}

function isTex(inside: string): boolean {
  const bare = inside.replace(/\\(?:text|mbox|mathrm)\s*\{[^{}]*\}/g, '\\t').trim();
  return TEX.test(bare) || (SYMBOLS.test(bare) && /[a-zα-ω]/i.test(bare));
}

/** Whether what stands behind an opening `$` looks as if it became a formula: a space or a figure is more likely a sum. */
export function mayBegin(inside: string, delimiter: Delimiter): boolean {
  return delimiter !== '$' || !/^[\s\d]/.test(inside);
}

/** Whether an end may still come behind `inside`. */
export function mayGoOn(inside: string, delimiter: Delimiter): boolean {
  const another = delimiter === '$' && /\n|^(?:\\[^]|[^\\$])*\$./.test(inside);
  return inside.length < LONGEST[delimiter] && !inside.includes('`') && !another;
}
