import { CLOSES, closeOf, delimiterAt, formulaAt, mayBegin, mayGoOn, UNFINISHED, type Delimiter } from './scan';

/** A last line that may still open or close a formula that has lines of its own. */
const BEGUN_LINE = /^[\s>]*(?:\${1,2}|\\\[?)[ \t]*$/;

/** Whether nothing is told yet by a last line that is but the delimiter of a formula. */
export function isBegunFormula(line: string): boolean {
  return BEGUN_LINE.test(line);
}

/** What stands at a place of a growing text. */
export type MathAt =
  | { kind: 'formula'; length: number }
  /** One without an end. `closed` stands for it, with an end that is none of the text's; empty where it is too early to tell. */
  | { kind: 'open'; closed: string };

/**
 * What formula is at `at`, where `content` is the last run of a text that grows.
 *
 * @returns undefined where none is, and none begins
 */
export function mathAt(content: string, at: number): MathAt | undefined {
  if (content[at] !== '$' && content[at] !== '\\') return undefined;
  const delimiter = delimiterAt(content, at);
  const rest = content.slice(at);
  if (rest === '\\' || (delimiter !== undefined && rest === delimiter)) return { kind: 'open', closed: '' };
  if (delimiter === undefined) return undefined;
  const found = formulaAt(content, at);
  if (found) return { kind: 'formula', length: found.end - at };
  return openFormula(content, at, delimiter);
}

function openFormula(content: string, at: number, delimiter: Delimiter): MathAt | undefined {
  const from = at + delimiter.length;
  const inside = content.slice(from);
  const ended = closeOf(content, from, delimiter) >= 0;
  if (ended || !mayBegin(inside, delimiter) || !mayGoOn(inside, delimiter)) return undefined;
  // Half an end, or a backslash that would take the end that is put there.
  const whole = /[\\$]$/.test(inside) && !/\\\\$/.test(inside) ? inside.slice(0, -1) : inside;
  if (whole.trim() === '') return { kind: 'open', closed: '' };
  const closed = `${delimiter}${whole}${UNFINISHED}${CLOSES[delimiter]}`;
  // What the rules would not read as a formula stays the text that it is.
  return formulaAt(closed, 0)?.end === closed.length ? { kind: 'open', closed } : undefined;
}
