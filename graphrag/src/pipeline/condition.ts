import { fold, type MetadataCondition } from '@huati/shared';
import type { Chunk } from '../domain';

/** A condition on metadata that cannot be met by anything: the request is wrong, a 400. */
export class InvalidCondition extends Error {
  override readonly name = 'InvalidCondition';
}

type Given = MetadataCondition['conditions'][number]['value'];
type Operator = (has: string, wanted: string) => boolean;

const asNumber = (compare: (a: number, b: number) => boolean): Operator => {
  return (has, wanted) => has.trim() !== '' && wanted.trim() !== '' && compare(Number(has), Number(wanted));
};
const asTime = (compare: (a: number, b: number) => boolean): Operator => {
  return (has, wanted) => compare(timeOf(has), timeOf(wanted));
};

/** Dify's operators. What is asked of something that has no such metadata is not so, but for the negative ones. */
const operators = new Map<string, Operator>([
  ['contains', (has, wanted) => has.includes(wanted)],
  ['not contains', (has, wanted) => !has.includes(wanted)],
  ['start with', (has, wanted) => has.startsWith(wanted)],
  ['end with', (has, wanted) => has.endsWith(wanted)],
  ['is', (has, wanted) => has === wanted],
  ['is not', (has, wanted) => has !== wanted],
  ['empty', (has) => has === ''],
  ['not empty', (has) => has !== ''],
  ['=', asNumber((a, b) => a === b)],
  ['≠', asNumber((a, b) => a !== b)],
  ['>', asNumber((a, b) => a > b)],
  ['<', asNumber((a, b) => a < b)],
  ['≥', asNumber((a, b) => a >= b)],
  ['≤', asNumber((a, b) => a <= b)],
  ['before', asTime((a, b) => a < b)],
  ['after', asTime((a, b) => a > b)],
]);

/** Whether a chunk meets a condition on its `title` (also `document_name`), `doc_id`, `chunk_id` and place; throws InvalidCondition. */
export function meets(condition: MetadataCondition | null | undefined): ((chunk: Chunk) => boolean) | undefined {
  if (!condition || condition.conditions.length === 0) return undefined;
  const tests = condition.conditions.map(({ name, comparison_operator: sign, value }) => {
    const operator = operators.get(sign);
    if (!operator) throw new InvalidCondition(`there is no comparison_operator ${JSON.stringify(sign.slice(0, 40))}`);
    const names = typeof name === 'string' ? [name] : name;
    const wanted = wordsOf(value);
    // Of several values one is enough, where it is not about having none of them.
    const isNegative = sign.startsWith('not ') || sign === 'is not' || sign === '≠';
    return (chunk: Chunk): boolean => {
      const has = names.map((each) => metadataOf(chunk, each));
      const holds = (word: string) =>
        isNegative ? has.every((h) => operator(h, word)) : has.some((h) => operator(h, word));
      return isNegative ? wanted.every(holds) : wanted.some(holds);
    };
  });
  const isAll = condition.logical_operator === 'and';
  return (chunk) => (isAll ? tests.every((test) => test(chunk)) : tests.some((test) => test(chunk)));
}

function wordsOf(value: Given): string[] {
  if (value === null || value === undefined) return [''];
  return (Array.isArray(value) ? value : [String(value)]).map(fold);
}

function metadataOf({ id, documentId, title, place }: Chunk, name: string): string {
  const values = new Map<string, string | number | undefined>([
    ['title', title],
    ['document_name', title],
    ['doc_id', documentId],
    ['chunk_id', id],
    ['page', place.page],
    ['slide', place.slide],
    ['sheet', place.sheet],
    ['headings', place.headings?.join(' ')],
  ]);
  return fold(String(values.get(name) ?? ''));
}

function timeOf(text: string): number {
  return /^\d{9,}$/.test(text) ? Number(text) : Date.parse(text);
}
