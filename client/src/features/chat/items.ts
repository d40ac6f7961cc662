import type { Message } from '@huati/shared';
import type { OutboxQuestion } from './outbox';

/** One row of the conversation. A question keeps its key when it is acknowledged, so that nothing is drawn anew. */
export type Item =
  | { kind: 'question'; key: string; id: string; text: string; sending: boolean }
  | { kind: 'outbox'; key: string; question: OutboxQuestion }
  | { kind: 'answer'; key: string; message: Message; last: boolean };

/** The rows: the branch shown, and after it the questions that the server has not acknowledged. */
export function itemsOf(branch: readonly Message[], outbox: readonly OutboxQuestion[]): Item[] {
  const known = new Set(branch.map((message) => message.askId));
  const waiting = outbox.filter((question) => !known.has(question.askId));
  const end = branch.length - 1;
  return [
    ...branch.map((message, at): Item => itemOf(message, at === end && waiting.length === 0)),
    ...waiting.map((question): Item => waitingItem(question)),
  ];
}

function itemOf(message: Message, last: boolean): Item {
  if (message.role === 'assistant') return { kind: 'answer', key: message.id, message, last };
  return {
    kind: 'question',
    key: message.askId ?? message.id,
    id: message.id,
    text: message.text,
    sending: false,
  };
}

function waitingItem(question: OutboxQuestion): Item {
  const { askId, text } = question;
  if (question.state !== 'sending') return { kind: 'outbox', key: askId, question };
  return { kind: 'question', key: askId, id: askId, text, sending: true };
}
