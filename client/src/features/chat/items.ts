import type { Attachment, Message } from '@huati/shared';
import type { OutboxQuestion } from './outbox';

/** Which of several siblings a message is, from 1, and all their ids; undefined where it is the only one. */
export interface Place {
  at: number;
  ids: readonly string[];
}

/** One row of the conversation. A question keeps its key when it is acknowledged, so that nothing is drawn anew. */
export type Item =
  | {
      kind: 'question';
      key: string;
      id: string;
      text: string;
      files: readonly Attachment[];
      sending: boolean;
      place: Place | undefined;
    }
  | { kind: 'outbox'; key: string; question: OutboxQuestion }
  | { kind: 'answer'; key: string; message: Message; last: boolean; place: Place | undefined }
  /** Where the model's memory begins; `summary`: what comes before was summed up for it. */
  | { kind: 'memory'; key: string; summary: boolean };

type QuestionRow = Extract<Item, { kind: 'question' }>;

/** The same for all questions without files, so that none of them is drawn anew. */
const NONE: readonly Attachment[] = [];

/** The row of each message, as long as the message is the same: what draws it has nothing to compare. */
const drawn = new WeakMap<Message, Item>();

/** The rows: the branch shown, and after it the questions that the server has not acknowledged. */
export function itemsOf(branch: readonly Message[], outbox: readonly OutboxQuestion[]): Item[] {
  const known = new Set(branch.map((message) => message.askId));
  const waiting = outbox.filter((question) => !known.has(question.askId));
  const end = branch.length - 1;
  const memory = memoryOf(branch);
  const rows = branch.flatMap((message, at): Item[] => {
    const row = itemOf(message, at === end && waiting.length === 0);
    if (message.id !== memory?.from) return [row];
    return [{ kind: 'memory', key: 'memory', summary: memory.summary }, row];
  });
  return [...rows, ...waiting.map((question): Item => waitingItem(question))];
}

/** The id of the message that a row shows; undefined for one that the server has not taken, or none. */
export function messageOf(item: Item): string | undefined {
  if (item.kind === 'answer') return item.message.id;
  return item.kind === 'question' ? item.id : undefined;
}

/** The answer with this id among the rows. */
export function answerAmong(items: readonly Item[], id: string): Message | undefined {
  const item = items.find((each) => each.kind === 'answer' && each.message.id === id);
  return item?.kind === 'answer' ? item.message : undefined;
}

/** The question that was taken under this id among the rows. */
export function questionAmong(items: readonly Item[], id: string | null | undefined): QuestionRow | undefined {
  const item = items.find((each) => each.kind === 'question' && each.id === id);
  return item?.kind === 'question' ? item : undefined;
}

/** The oldest message that the model read for the newest answer that tells, where there are older ones. */
function memoryOf(branch: readonly Message[]): { from: string | null; summary: boolean } | undefined {
  for (let at = branch.length - 1; at >= 0; at -= 1) {
    const message = branch[at];
    if (!message?.window) continue;
    const { dropped, from, summary = false } = message.window;
    // With no earlier turn at all its memory begins with the question.
    return dropped ? { from: from ?? message.parentId, summary } : undefined;
  }
  return undefined;
}

function itemOf(message: Message, last: boolean): Item {
  const known = drawn.get(message);
  if (known && (known.kind !== 'answer' || known.last === last)) return known;
  const item = newItem(message, last);
  drawn.set(message, item);
  return item;
}

function newItem(message: Message, last: boolean): Item {
  const place = placeOf(message);
  if (message.role === 'assistant') return { kind: 'answer', key: message.id, message, last, place };
  return {
    kind: 'question',
    key: message.askId ?? message.id,
    id: message.id,
    text: message.text,
    files: message.attachments ?? NONE,
    sending: false,
    place,
  };
}

function placeOf({ id, siblings = [] }: Message): Place | undefined {
  return siblings.length > 1 ? { at: siblings.indexOf(id) + 1, ids: siblings } : undefined;
}

function waitingItem(question: OutboxQuestion): Item {
  const { askId, text, attachments: files = NONE } = question;
  if (question.state !== 'sending') return { kind: 'outbox', key: askId, question };
  return { kind: 'question', key: askId, id: askId, text, files, sending: true, place: undefined };
}
