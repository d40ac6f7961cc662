import type { SharedEvent, SharedMessage } from '@huati/shared';

/** The most of messages that one event carries, in UTF-16 units of its JSON: it is made and sent once for each who watches. */
const MOST = 64 * 1024;

/**
 * Messages that came as viewers are told of them. Where they are too long for that, only those that cost nothing or must not be
 * shown any longer: `partial`, and the rest is read.
 */
export function toldOf(
  came: readonly SharedMessage[],
): Pick<Extract<SharedEvent, { kind: 'changed' }>, 'messages' | 'partial'> {
  // What it has of an answer that is being written comes as deltas, from the start.
  const messages = came.map((message) => (message.status === 'streaming' ? { ...message, text: '' } : message));
  let left = MOST;
  for (const message of messages) {
    left -= message.text.length > left ? message.text.length : JSON.stringify(message).length;
    if (left < 0) return { messages: messages.filter(isSmall), partial: true };
  }
  return { messages };
}

function isSmall({ status, withheld }: SharedMessage): boolean {
  return status === 'streaming' || withheld === true;
}
