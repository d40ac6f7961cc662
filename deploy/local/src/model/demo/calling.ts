import type { ChatMessage } from '../chat-request';
import { callWith, type PlannedCall, type ToolSpecs } from '../tools';
import { termIn } from './arithmetic';
import { readPassages } from './given-passages';

const CALCULATOR = 'calculator';

/** What the demo has done by functions that are offered to it: it has what is to be calculated calculated, once. */
export function callsAsDemo(messages: readonly ChatMessage[], specs: ToolSpecs): PlannedCall[] {
  const last = messages.at(-1);
  if (last?.role !== 'user') return [];
  const term = termIn(readPassages(last.text).question);
  const call = term === undefined ? undefined : callWith(specs, CALCULATOR, term);
  return call ? [call] : [];
}

/** The results of functions that the last question's answer has so far, in order. */
export function resultsOf(messages: readonly ChatMessage[]): string[] {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  return messages
    .slice(asked + 1)
    .filter(({ role }) => role === 'tool')
    .map(({ text }) => text);
}
