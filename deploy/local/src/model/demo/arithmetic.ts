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
