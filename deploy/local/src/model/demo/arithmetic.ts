const OPERATION = /(?<left>-?\d+(?:\.\d+)?)\s*(?<sign>[+\-*/×÷＋－])\s*(?<right>-?\d+(?:\.\d+)?)/;

const OPERATORS = new Map<string, (left: number, right: number) => number>([
  ['+', (left, right) => left + right],
  ['＋', (left, right) => left + right],
  ['-', (left, right) => left - right],
  ['－', (left, right) => left - right],
  ['*', (left, right) => left * right],
  ['×', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['÷', (left, right) => left / right],
]);

const NUMBER = String.raw`\d[\d,]*(?:\.\d+)?%?`;
const SHARE = new RegExp(String.raw`(${NUMBER})\s*的\s*(${NUMBER})`);
const TERM = new RegExp(String.raw`[(（]*${NUMBER}(?:\s*[)）]*\s*[-+*/×÷^＋－]\s*[(（]*${NUMBER})+[)）]*`);

/** A term of a question that is one to calculate, such as 3.5% * 12800 of "3.5% 的 12800 是多少"; undefined where it is none. */
export function termIn(question: string): string | undefined {
  if (/\d[-/]\d+[-/]\d/.test(question)) return undefined;
  const [, left, right] = SHARE.exec(question) ?? [];
  // Of two numbers in a sentence one is a share only where it is a percentage.
  if (left !== undefined && right !== undefined && `${left}${right}`.includes('%')) return `${left} * ${right}`;
  return TERM.exec(question)?.[0];
}

/** The first operation of two numbers in `question` with its result, or undefined where there is none to give. */
export function calculate(question: string): string | undefined {
  // A date such as 2024-05-01 or a number such as 010-1234-5678 is no subtraction.
  if (/\d[-/]\d+[-/]\d/.test(question)) return undefined;
  const { left, sign, right } = OPERATION.exec(question)?.groups ?? {};
  if (left === undefined || sign === undefined || right === undefined) return undefined;
  const result = OPERATORS.get(sign)?.(Number(left), Number(right));
  if (result === undefined || !Number.isFinite(result)) return undefined;
  return `${left} ${sign} ${right} = ${Number(result.toPrecision(12))}`;
}
