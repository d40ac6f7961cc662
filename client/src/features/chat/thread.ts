import { branchTo, type Message, type Page } from '@huati/shared';
import type { AnswerState } from './answer-state';

/** The messages of one topic, as far as they were read, in the order they were written. */
export interface Thread {
  messages: Message[];
  /** For the next older page; null where the beginning is here. */
  olderCursor: string | null;
  /** Older messages were left out for want of room, so that `olderCursor` does not tell where they begin. */
  cut?: boolean | undefined;
}

export const emptyThread: Thread = { messages: [], olderCursor: null };

/** The messages shown: from as early as was read to the newest one. Branches left behind are not among them. */
export function shownBranch(thread: Thread): Message[] {
  const newest = thread.messages[thread.messages.length - 1];
  return branchTo(thread.messages, newest ? newest.id : null);
}

/**
 * The newest page, read again. The server's word replaces ours, except for the text of an answer that still runs: what
 * is held of it here is newer than what is stored. Out: everything known, older pages included where they still join.
 */
export function withNewest(thread: Thread, page: Page<Message>): Thread {
  const held = new Map(thread.messages.map((message) => [message.id, message]));
  const fresh = page.items.map((message) => newerOf(held.get(message.id), message));
  const first = page.items[0];
  const joint = first ? thread.messages.findIndex((message) => message.id === first.id) : -1;
  // More than a page was written meanwhile: what is held has a gap to it, so older pages are read again.
  if (joint <= 0 || thread.cut) return { messages: fresh, olderCursor: page.nextCursor };
  return { messages: [...thread.messages.slice(0, joint), ...fresh], olderCursor: thread.olderCursor };
}

/** The next older page put before what is there. */
export function withOlder(thread: Thread, page: Page<Message>): Thread {
  const known = new Set(thread.messages.map((message) => message.id));
  const older = page.items.filter((message) => !known.has(message.id));
  return { messages: [...older, ...thread.messages], olderCursor: page.nextCursor };
}

/** Messages added at the end; those already known stay as they are. */
export function withAdded(thread: Thread, ...added: Message[]): Thread {
  const known = new Set(thread.messages.map((message) => message.id));
  const fresh = added.filter((message) => !known.has(message.id));
  return { ...thread, messages: [...thread.messages, ...fresh] };
}

/** The answer as it stands now, in place of what was known of it. */
export function withAnswer(thread: Thread, answerId: string, state: AnswerState): Thread {
  return {
    ...thread,
    messages: thread.messages.map((message) => (message.id === answerId ? answered(message, state) : message)),
  };
}

function answered(message: Message, { text, reasoning, status, error, usage }: AnswerState): Message {
  return {
    ...message,
    text,
    status,
    ...(reasoning && { reasoning }),
    // What an acknowledgement of `follow` leaves out may be known already.
    error: error ?? message.error,
    usage: usage ?? message.usage,
  };
}

function newerOf(held: Message | undefined, stored: Message): Message {
  if (!held || stored.status !== 'streaming' || held.text.length <= stored.text.length) return stored;
  return { ...stored, text: held.text, status: held.status };
}
