const OPERATION = /^(?<left>-?\d+(?:\.\d+)?) ?(?<sign>[+\-*/×÷＋－]) ?(?<right>-?\d+(?:\.\d+)?)$/;

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

/** No term that somebody types is longer, in UTF-16 units. */
const LONGEST = 200;
const ASKING =
  /请问|请|帮我|帮忙|计算|算一下|算一算|算算|算|一下|结果|等于|得|是|多少|几|元|呢|what is|what's|calculate|compute|how much is|equals|please|[=＝?？。，：:]/gi;
const SPOKEN = new Map([
  ['加上', '+'],
  ['加', '+'],
  ['减去', '-'],
  ['减', '-'],
  ['乘以', '*'],
  ['乘', '*'],
  ['除以', '/'],
]);
const IN_WORDS = /加上|加|减去|减|乘以|乘|除以/g;
/** 12.5% 的 3400; of two numbers one is a share only where it is a percentage. */
const SHARE = /% ?的 ?(?=[\d(（])|的 ?(?=[\d.,]+%)/g;
const OPERAND = String.raw`(?:[(（] ?)*-?\d[\d,]*(?:\.\d+)?%?(?: ?[)）])*`;
const TERM = new RegExp(String.raw`^${OPERAND}(?: ?[-+*/×÷^＋－] ?${OPERAND})+$`);
/** A date such as 2024-05-01 or a number such as 010-1234-5678 is no subtraction. */
const NO_TERM = /\d[-/]\d+[-/]\d/;

/**
 * The term of a question that asks for nothing else, such as 3.5% * 12800 of "3.5% 的 12800 是多少"; undefined where it asks for
 * anything beside: a span of years or of pages looks like a subtraction.
 */
export function termIn(question: string): string | undefined {
  if (question.length > LONGEST || NO_TERM.test(question)) return undefined;
  const term = question
    .replace(ASKING, ' ')
    .replace(IN_WORDS, (word) => SPOKEN.get(word) ?? word)
    .replace(/\s+/g, ' ')
    .replace(SHARE, (share) => (share.startsWith('%') ? '% * ' : '* '))
    .trim();
  return isTerm(term) ? term : undefined;
}

/** Numbers with signs between them, in brackets that close. */
function isTerm(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if ('(（'.includes(character)) open += 1;
    if (')）'.includes(character)) open -= 1;
    if (open < 0) return false;
  }
  return open === 0 && TERM.test(text);
}

/** What a question that asks for one operation of two numbers comes to; undefined where it asks for anything else. */
export function calculate(question: string): string | undefined {
  const { left, sign, right } = OPERATION.exec(termIn(question) ?? '')?.groups ?? {};
  if (left === undefined || sign === undefined || right === undefined) return undefined;
  const result = OPERATORS.get(sign)?.(Number(left), Number(right));
  if (result === undefined || !Number.isFinite(result)) return undefined;
  return `${left} ${sign} ${right} = ${Number(result.toPrecision(12))}`;
}
