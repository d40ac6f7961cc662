import { Message } from '@huati/shared';
import * as v from 'valibot';
import { deviceShelf, ENTRY_BYTES, utf8Bytes, type Shelf } from '@/platform/shelf';
import type { Thread } from './thread';

/** A thread that changes many times a second is written this long after the first change; ms. */
const WRITE_AFTER_MS = 1_000;

const Kept = v.object({
  messages: v.array(Message),
  olderCursor: v.nullable(v.string()),
  cut: v.optional(v.boolean()),
});

/** Threads read lately, on the device: opened at once, also without a network, and brought up to date then. */
export class ThreadShelf {
  private readonly waiting = new Map<string, Thread>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly shelf: Shelf = deviceShelf()) {}

  read(topicId: string): Thread | undefined {
    const kept = v.safeParse(Kept, this.shelf.get(keyOf(topicId)));
    return kept.success ? { ...kept.output, newerCursor: null } : undefined;
  }

  keep(topicId: string, thread: Thread): void {
    this.waiting.set(topicId, thread);
    this.timer ??= setTimeout(() => this.flush(), WRITE_AFTER_MS);
  }

  forget(topicId: string): void {
    this.waiting.delete(topicId);
    this.shelf.remove(keyOf(topicId));
  }

  /** Writes what waits, at once. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const [topicId, thread] of this.waiting) this.shelf.put(keyOf(topicId), fitting(thread));
    this.waiting.clear();
  }
}

function keyOf(topicId: string): string {
  return `thread.${topicId}`;
}

/** The newest messages of a thread that one key can hold. */
function fitting(thread: Thread): Thread {
  let room = ENTRY_BYTES - utf8Bytes(JSON.stringify(thread.olderCursor)) - 100;
  let from = thread.messages.length;
  while (from > 0) {
    room -= utf8Bytes(JSON.stringify(thread.messages[from - 1])) + 1;
    if (room < 0) break;
    from -= 1;
  }
  return from === 0
    ? thread
    : { messages: thread.messages.slice(from), olderCursor: null, newerCursor: null, cut: true };
}
