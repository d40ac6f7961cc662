import { fromJson } from '@huati/shared';
import * as v from 'valibot';
import { StoredAnswer } from './answers';

const FAULTS_TOLD = 20;

/** The stored answers in lines of JSON, and the numbers of the first lines that are none. */
export function answersIn(text: string): { answers: StoredAnswer[]; dropped: number; faults: { line: number }[] } {
  const answers: StoredAnswer[] = [];
  const faults: { line: number }[] = [];
  for (const [at, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const answer = v.safeParse(StoredAnswer, fromJson(line));
    if (answer.success) answers.push(answer.output);
    else faults.push({ line: at + 1 });
  }
  return { answers, dropped: faults.length, faults: faults.slice(0, FAULTS_TOLD) };
}
