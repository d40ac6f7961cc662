import type { SharedMessage, SharedTopic } from '@huati/shared';
import type { ShallowReactive } from 'vue';
import type { AnswerState } from '@/features/answers';

/** What of each running answer is shown; each is its own entry, so that only its own row is drawn anew. */
export type Growing = ShallowReactive<Map<string, AnswerState>>;

/** What of a share is shown now, in reading order. */
export type Shown = Pick<SharedTopic, 'title' | 'messages'>;

/** The messages that `ids` name, those that `came` before those that are held; null where one of them is not known. */
export function ordered(
  ids: readonly string[],
  held: readonly SharedMessage[],
  came: readonly SharedMessage[],
): SharedMessage[] | null {
  const known = new Map([...held, ...came].map((message) => [message.id, message]));
  const messages = ids.flatMap((id) => known.get(id) ?? []);
  return messages.length === ids.length ? messages : null;
}

/** Whether these messages are those that `ids` name, in that order. */
export function sameIds(messages: readonly SharedMessage[], ids: readonly string[]): boolean {
  return messages.length === ids.length && messages.every(({ id }, at) => id === ids[at]);
}

/** A shared answer as far as its message tells it. */
export function stateOf(message: SharedMessage): AnswerState {
  const { text, status, sources, retrieval, graph, lookup, direct, steps, unsupported } = message;
  const length = status === 'streaming' ? null : text.length;
  const resting = { sources, retrieval, graph, lookup, direct, steps, unsupported };
  return { text, reasoning: '', status, stage: null, length, asked: false, ...resting };
}

/** The message with what became of its answer. */
export function endedAs(message: SharedMessage, state: AnswerState): SharedMessage {
  const { text, status, sources, retrieval, graph, lookup, direct, steps, unsupported, error } = state;
  if (error?.code === 'content_refused') {
    // What came of it before it was refused goes with it, and what that rested on.
    const { id, role, createdAt } = message;
    return { id, role, createdAt, text: '', status, withheld: true };
  }
  return {
    ...message,
    text,
    status,
    ...(sources && { sources: [...sources] }),
    ...(retrieval && { retrieval }),
    ...(graph && { graph }),
    ...(lookup && { lookup }),
    ...(direct && { direct }),
    ...(steps && { steps }),
    ...(unsupported && { unsupported }),
  };
}
