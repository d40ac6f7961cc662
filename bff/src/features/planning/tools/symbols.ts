import { CalculationError } from './figures';

/** A term's smallest part. A percent sign is `%`, the same sign for a remainder `mod`. */
export interface Symbol {
  kind: 'number' | 'sign' | 'name';
  text: string;
}

/** UTF-16 units of a term, and digits of one of its numbers. */
const TERM_MAX = 500;
const DIGITS_MAX = 60;
/** The largest power of ten of a number in scientific notation. */
const EXPONENT_DIGITS_MAX = 3;

/** Signs of Chinese texts and of typesetting, that NFKC leaves as they are. */
const SIGNS: Record<string, string> = {
  '×': '*',
  '·': '*',
  '∙': '*',
  '✕': '*',
  '÷': '/',
  '∕': '/',
  '−': '-',
  '–': '-',
  '—': '-',
  '、': ',',
  '【': '(',
  '】': ')',
  '[': '(',
  ']': ')',
};
const PARTS =
  /(\d[\d,_]*(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|(mod(?![a-z])|\*\*|[-+*/^%(),√])|([a-z]+)|(\s+)|(.)/gsu;
/** Commas that part thousands: three digits behind each, no more than three before the first. */
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** The parts of a term, in order. Throws CalculationError where it is too long or has something else. */
export function symbolsOf(term: string): Symbol[] {
  if (term.length > TERM_MAX) throw new CalculationError(`it is longer than ${TERM_MAX} characters`);
  const text = Array.from(term.normalize('NFKC').toLowerCase(), (sign) => SIGNS[sign] ?? sign)
    .join('')
    .replace(/[=?]\s*$/, '');
  const symbols: Symbol[] = [];
  let open: ('call' | 'group')[] = [];
  for (const { 1: number, 2: sign, 3: name, 5: other } of text.matchAll(PARTS)) {
    if (other !== undefined) throw new CalculationError(`"${other}" is not understood`);
    if (number !== undefined) symbols.push(...numbersOf(number, open.at(-1) === 'call'));
    else if (name !== undefined) symbols.push({ kind: 'name', text: name });
    else if (sign !== undefined) {
      if (sign === '(') open.push(symbols.at(-1)?.kind === 'name' ? 'call' : 'group');
      if (sign === ')') open = open.slice(0, -1);
      symbols.push({ kind: 'sign', text: sign === '**' ? '^' : sign });
    }
  }
  return symbols.map((symbol, at) => (isRemainder(symbols, at) ? { kind: 'sign', text: 'mod' } : symbol));
}

/** In what a function is given commas part its numbers, elsewhere thousands. */
function numbersOf(text: string, inCall: boolean): Symbol[] {
  const digits = text.replaceAll('_', '');
  if (!digits.includes(',')) return [numberOf(digits)];
  if (inCall) return digits.split(',').flatMap((part, at) => [...(at > 0 ? [COMMA] : []), ...numbersIn(part)]);
  if (THOUSANDS.test(digits)) return [numberOf(digits.replaceAll(',', ''))];
  throw new CalculationError(`the commas in ${text} do not part thousands`);
}

const COMMA: Symbol = { kind: 'sign', text: ',' };

function numbersIn(part: string): Symbol[] {
  return part === '' ? [] : [numberOf(part)];
}

function numberOf(text: string): Symbol {
  const [mantissa = '', exponent = ''] = text.split('e');
  if (mantissa.replace('.', '').length > DIGITS_MAX)
    throw new CalculationError(`a number has over ${DIGITS_MAX} digits`);
  if (exponent.replace(/^[+-]/, '').length > EXPONENT_DIGITS_MAX) throw new CalculationError('a number is too large');
  return { kind: 'number', text };
}

/** 7 % 3 is a remainder, 7% and 7% + 3 are percent: a number, a name or a parenthesis has to follow. */
function isRemainder(symbols: readonly Symbol[], at: number): boolean {
  const [symbol, next] = [symbols[at], symbols[at + 1]];
  if (symbol?.kind !== 'sign' || symbol.text !== '%' || !next) return false;
  return next.kind !== 'sign' || next.text === '(' || next.text === '√';
}
