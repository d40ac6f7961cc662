import type { Message, Page, SourcesEvent } from '@huati/shared';
import { atEnd, restingOf, toldOf, type AnswerState } from '@/features/answers';

/** In place of a cursor where messages were let go: the page around the one at that end leads on. */
export const LET_GO = '';

/** The branch that is shown of one topic, as far as it was read: each message goes on from the one before it. */
export interface Thread {
  messages: Message[];
  /** For the next older page, or LET_GO; null where the beginning is here. */
  olderCursor: string | null;
  /** For the next newer page, or LET_GO; null where the end is here. */
  newerCursor: string | null;
  /** Older messages were left out for want of room, so that `olderCursor` does not tell where they begin. */
  cut?: boolean | undefined;
}

export const emptyThread: Thread = { messages: [], olderCursor: null, newerCursor: null };

/**
 * The newest page, read again. The server's word replaces ours, except for the text of an answer that still runs: what
 * is held of it here is newer than what is stored. Out: everything known, older pages included where they still join.
 */
export function withNewest(thread: Thread, page: Page<Message>): Thread {
  const fresh = merged(thread, page.items);
  const joint = jointOf(thread, page.items);
  // More than a page was written meanwhile: what is held has a gap to it, so older pages are read again.
  if (joint <= 0 || thread.cut) return { messages: fresh, olderCursor: page.nextCursor, newerCursor: null };
  return {
    messages: [...thread.messages.slice(0, joint), ...fresh],
    olderCursor: thread.olderCursor,
    newerCursor: null,
  };
}

/** The page around a message, in place of all else. */
export function around(thread: Thread, page: Page<Message>): Thread {
  return { messages: merged(thread, page.items), olderCursor: page.nextCursor, newerCursor: page.prevCursor };
}

/** The next older page put before what is there; of a page around the first message only what comes before it. */
export function withOlder(thread: Thread, page: Page<Message>): Thread {
  const known = idsOf(thread);
  const joint = page.items.findIndex(({ id }) => id === thread.messages[0]?.id);
  const before = joint < 0 ? page.items : page.items.slice(0, joint);
  const older = before.filter((message) => !known.has(message.id));
  return { ...thread, messages: [...older, ...thread.messages], olderCursor: page.nextCursor };
}

/** The next newer page put after what is there; of a page around the last message only what comes after it. */
export function withNewer(thread: Thread, page: Page<Message>): Thread {
  const known = idsOf(thread);
  const newer = afterEnd(thread, page.items).filter((message) => !known.has(message.id));
  return { ...thread, messages: [...thread.messages, ...newer], newerCursor: page.prevCursor };
}

/** The messages of a page that come after those held, where the page has the last of these; else all. */
export function afterEnd({ messages }: Thread, items: readonly Message[]): Message[] {
  return items.slice(items.findIndex(({ id }) => id === messages[messages.length - 1]?.id) + 1);
}

/** At most `max` messages: those at the far end of where the reader goes are let go, and read again by who comes back. */
export function within(thread: Thread, max: number, way: 'older' | 'newer'): Thread {
  const { messages } = thread;
  if (messages.length <= max) return thread;
  if (way === 'older') return { ...thread, messages: messages.slice(0, max), newerCursor: LET_GO };
  return { ...thread, messages: messages.slice(-max), olderCursor: LET_GO };
}

/** The branch from `messageId` on as `page` has it, after what stands before it here. */
export function withBranch(thread: Thread, page: Page<Message>, messageId: string): Thread {
  const from = page.items.findIndex((message) => message.id === messageId);
  const parent = page.items[from]?.parentId ?? null;
  const joint = parent === null ? 0 : thread.messages.findIndex((message) => message.id === parent) + 1;
  if (from < 0 || (parent !== null && joint === 0)) return around(thread, page);
  const fresh = merged(thread, page.items.slice(from));
  return { ...thread, messages: [...thread.messages.slice(0, joint), ...fresh], newerCursor: page.prevCursor };
}

/**
 * Messages just made, each going on from the one before: they come after their parent, in place of what stood there,
 * which is a branch of its own now. Those already known stay as they are. Out: null where their parent is not held.
 */
export function withAdded(thread: Thread, ...added: Message[]): Thread | null {
  const known = idsOf(thread);
  const [first, ...rest] = added.filter((message) => !known.has(message.id));
  if (!first) return thread;
  const parent = thread.messages.findIndex((message) => message.id === first.parentId);
  if (first.parentId !== null && parent < 0) return null;
  const kept = thread.messages.slice(0, parent + 1);
  const replaced = thread.messages[kept.length];
  const siblings = replaced && [...(replaced.siblings ?? [replaced.id]), first.id];
  const messages = [...kept, { ...first, ...(siblings && { siblings }) }, ...rest];
  const olderCursor = first.parentId === null ? null : thread.olderCursor;
  return { ...thread, messages, olderCursor, newerCursor: null };
}

/** The message with another part. */
export function withPart(thread: Thread, messageId: string, part: Partial<Message>): Thread {
  return {
    ...thread,
    messages: thread.messages.map((message) => (message.id === messageId ? { ...message, ...part } : message)),
  };
}

/** The answer as it stands now, in place of what was known of it. */
export function withAnswer(thread: Thread, answerId: string, state: AnswerState): Thread {
  const message = thread.messages.find(({ id }) => id === answerId);
  if (!message) return thread;
  const { text, reasoning, status, error, usage, window, reasoningMs } = state;
  return withPart(thread, answerId, {
    text,
    status,
    ...(reasoning && { reasoning }),
    // What an acknowledgement of `follow` leaves out may be known already.
    error: error ?? message.error,
    usage: usage ?? message.usage,
    window: window ?? message.window,
    reasoningMs: reasoningMs ?? message.reasoningMs,
    ...atEnd(text, status, toldOf(state, message)),
  });
}

/** What an answer rests on, told apart from it. */
export function withSources(thread: Thread, event: SourcesEvent): Thread {
  const message = thread.messages.find(({ id }) => id === event.answerId);
  if (!message) return thread;
  return withPart(thread, event.answerId, atEnd(message.text, message.status, restingOf(event)));
}

function idsOf(thread: Thread): Set<string> {
  return new Set(thread.messages.map((message) => message.id));
}

/** Where the page begins in what is held; -1: nowhere. */
function jointOf(thread: Thread, items: readonly Message[]): number {
  const first = items[0];
  return first ? thread.messages.findIndex((message) => message.id === first.id) : -1;
}

function merged(thread: Thread, items: readonly Message[]): Message[] {
  const held = new Map(thread.messages.map((message) => [message.id, message]));
  return items.map((message) => newerOf(held.get(message.id), message));
}

function newerOf(held: Message | undefined, stored: Message): Message {
  if (!held || stored.status !== 'streaming' || held.text.length < stored.text.length) return stored;
  // A page that was read before its end may come after it.
  const ended = held.status === 'complete' || held.status === 'stopped' || held.status === 'length';
  if (held.text.length === stored.text.length && !ended) return stored;
  // A running answer's sources may have been told already, and not be stored yet.
  return { ...stored, text: held.text, status: held.status, ...toldOf(stored, held) };
}
