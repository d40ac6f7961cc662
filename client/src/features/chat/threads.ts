import type { Message, Page } from '@huati/shared';
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { api, toFailure, type WireFailure } from '@/transport';
import { ThreadShelf } from './thread-shelf';
import {
  afterEnd,
  around,
  emptyThread,
  LET_GO,
  withAdded,
  withBranch,
  within,
  withNewer,
  withNewest,
  withOlder,
  type Thread,
} from './thread';

/** Topics whose messages stay in memory, so that going back to one shows it at once. */
const HELD_MAX = 12;
/** Messages of one topic in memory, at most; of one that only grows at its end, as many more before it is cut again. */
export const MESSAGES_MAX = 400;
const SLACK = 50;

export interface ThreadsOptions {
  /** A page of a topic arrived. */
  read(topicId: string, messages: readonly Message[]): void;
  /** The topic is not there, or not this user's. */
  gone(topicId: string): void;
}

export type ThreadPhase = 'loading' | 'ready' | 'failed';

/** The messages of the open topic, and of those that were open before. */
export class Threads {
  /** null: the topic that does not exist yet. */
  readonly topicId: Ref<string | null> = ref(null);
  readonly thread: ShallowRef<Thread> = shallowRef(emptyThread);
  readonly phase: Ref<ThreadPhase> = ref('ready');
  readonly failure: ShallowRef<WireFailure | null> = shallowRef(null);
  /** Which way more is being read. */
  readonly loading: Ref<'older' | 'newer' | null> = ref(null);
  private readonly held = new Map<string, Thread>();
  /** Counts what changes a topic here, and the readings of its end: a page that was overtaken is of no use. */
  private readonly changes = new Map<string, number>();
  private readonly readings = new Map<string, number>();
  /** Counts openings: what an earlier one reads late must not be shown. */
  private openings = 0;
  private readonly shelf = new ThreadShelf();

  constructor(private readonly options: ThreadsOptions) {}

  /** Writes what is known to the device, at once. */
  flush(): void {
    this.shelf.flush();
  }

  /** What is known of a topic; undefined for one that was never open. */
  of(id: string): Thread | undefined {
    return id === this.topicId.value ? this.thread.value : this.held.get(id);
  }

  /** Changes what is known of a topic; one that was never open stays unknown. */
  update(id: string, change: (thread: Thread) => Thread): void {
    const before = this.of(id);
    if (!before) return;
    const changed = change(before);
    const after = changed.messages.length > MESSAGES_MAX + SLACK ? within(changed, MESSAGES_MAX, 'newer') : changed;
    this.held.delete(id);
    this.held.set(id, after);
    // From the middle of a topic the device could not tell where its end is.
    if (after.newerCursor === null) this.shelf.keep(id, after);
    for (const oldest of [...this.held.keys()].slice(0, Math.max(0, this.held.size - HELD_MAX))) {
      this.held.delete(oldest);
    }
    if (id === this.topicId.value) this.thread.value = after;
  }

  /**
   * Shows a topic, from memory at once where it was open before: around the message `at` where it can be had, else at its end.
   * Never rejects: `phase` and `failure` tell.
   */
  async open(id: string | null, at?: string): Promise<void> {
    this.openings += 1;
    this.topicId.value = id;
    const known = id === null ? undefined : this.known(id);
    if (id !== null && at !== undefined && !known?.messages.some((message) => message.id === at)) {
      const opening = this.openings;
      this.thread.value = emptyThread;
      this.settle('loading', null);
      if (await this.openedAround(id, at)) return;
      // Neither is it to be shown at its end where another was opened meanwhile.
      if (opening + 1 !== this.openings) return;
    }
    this.thread.value = known ?? emptyThread;
    this.settle(id === null || known ? 'ready' : 'loading', null);
    if (id !== null) await this.refresh(id);
  }

  /** The new topic that is open has got its id; what is shown stays. */
  become(id: string): void {
    this.topicId.value = id;
  }

  forget(id: string): void {
    this.held.delete(id);
    this.shelf.forget(id);
  }

  /** Lets go of all topics but the open one; the device still has them. */
  letGo(): void {
    this.flush();
    for (const id of [...this.held.keys()]) {
      if (id !== this.topicId.value) this.held.delete(id);
    }
  }

  /** From memory, else from the device. */
  private known(id: string): Thread | undefined {
    const held = this.held.get(id);
    // A topic that was left in its middle is opened at its end.
    const thread = held?.newerCursor === null ? held : this.shelf.read(id);
    if (thread && thread !== held) {
      this.held.set(id, thread);
      this.options.read(id, thread.messages);
    }
    return thread;
  }

  /**
   * Messages just made, after their parent. Where that is not held, or `ended` and the end of the topic is not, the
   * topic is read again instead.
   */
  add(id: string, ended: boolean, ...messages: Message[]): void {
    bump(this.changes, id);
    let placed = false as boolean;
    this.update(id, (thread) => {
      const next = ended && thread.newerCursor !== null ? null : withAdded(thread, ...messages);
      placed = next !== null;
      return next ?? thread;
    });
    if (!placed && id === this.topicId.value) void this.refresh(id);
  }

  /**
   * Reads the newest page of a topic. Never rejects: `phase` and `failure` tell.
   *
   * @param toEnd also where the end of the topic is not among what is shown by then
   */
  async refresh(id: string, toEnd: boolean = this.away): Promise<void> {
    const reading = bump(this.readings, id);
    try {
      const before = this.changes.get(id);
      const page = await api.messages(id, null);
      if (this.readings.get(id) !== reading) return;
      // What was asked meanwhile is not on that page.
      if (this.changes.get(id) !== before) return await this.refresh(id, toEnd);
      // Its middle was opened meanwhile: nobody asked for its end.
      if (id === this.topicId.value && this.away && !toEnd) return;
      this.update(id, (thread) => withNewest(thread, page));
      this.options.read(id, page.items);
      if (id === this.topicId.value) this.settle('ready', null);
    } catch (error) {
      this.refreshFailed(id, toFailure(error));
    }
  }

  /** Shows a topic around one of its messages. Out: false where another was opened meanwhile. Rejects with a `WireFailure`. */
  async openAround(id: string, messageId: string): Promise<boolean> {
    this.openings += 1;
    const opening = this.openings;
    if (id !== this.topicId.value) {
      this.topicId.value = id;
      this.thread.value = this.known(id) ?? emptyThread;
      this.settle(this.thread.value.messages.length > 0 ? 'ready' : 'loading', null);
    }
    const page = await api.messagesAround(id, messageId).catch((error: unknown) => {
      if (opening === this.openings) throw error;
    });
    if (!page || opening !== this.openings) return false;
    bump(this.changes, id);
    this.update(id, (before) => around(before, page));
    this.options.read(id, page.items);
    this.settle('ready', null);
    return true;
  }

  private async openedAround(id: string, messageId: string): Promise<boolean> {
    try {
      return await this.openAround(id, messageId);
    } catch (error) {
      this.failure.value = toFailure(error);
      return false;
    }
  }

  /** Shows another branch of a topic from the message on. Rejects with a `WireFailure`. */
  async showBranch(id: string, messageId: string): Promise<void> {
    await api.chooseBranch(id, messageId);
    const page = await api.messagesAround(id, messageId);
    bump(this.changes, id);
    this.update(id, (before) => withBranch(before, page, messageId));
    this.options.read(id, page.items);
  }

  /** True while the end of the open topic is not among what is shown. */
  get away(): boolean {
    return this.thread.value.newerCursor !== null;
  }

  /** Goes from the middle of the open topic to its end. Never rejects. */
  async toNewest(): Promise<void> {
    if (this.topicId.value !== null && this.away) await this.refresh(this.topicId.value);
  }

  /** Reads the next page of the open topic that way, if there is one. Never rejects. */
  async loadMore(way: 'older' | 'newer'): Promise<void> {
    const id = this.topicId.value;
    const [name, join] =
      way === 'older' ? (['olderCursor', withOlder] as const) : (['newerCursor', withNewer] as const);
    const cursor = this.thread.value[name];
    if (id === null || cursor === null || this.loading.value !== null) return;
    this.loading.value = way;
    try {
      const page = await this.pageAt(id, cursor, way);
      const { messages } = this.thread.value;
      const next = afterEnd(this.thread.value, page.items)[0];
      // Another device chose another branch meanwhile: what comes next does not go on from what is here.
      const broken = way === 'newer' && next !== undefined && next.parentId !== messages[messages.length - 1]?.id;
      if (broken && id === this.topicId.value) return await this.refresh(id);
      this.update(id, (before) => (before[name] === cursor ? within(join(before, page), MESSAGES_MAX, way) : before));
      this.options.read(id, page.items);
    } catch (error) {
      const failure = toFailure(error);
      // What the page was to be around is on no branch that is shown.
      if (cursor === LET_GO && failure.code === 'not_found') return await this.refresh(id);
      this.failure.value = failure;
    } finally {
      this.loading.value = null;
    }
  }

  /** The page that a cursor leads to; where it was let go, the one around the message at that end. */
  private pageAt(id: string, cursor: string, way: 'older' | 'newer'): Promise<Page<Message>> {
    const { messages } = this.thread.value;
    const edge = messages[way === 'older' ? 0 : messages.length - 1];
    return cursor === LET_GO && edge ? api.messagesAround(id, edge.id) : api.messages(id, cursor);
  }

  private refreshFailed(id: string, failure: WireFailure): void {
    if (failure.code === 'not_found') return this.options.gone(id);
    // What is already shown stays readable; the connection's own bar tells that it may be old.
    if (id === this.topicId.value) this.settle(this.phase.value === 'loading' ? 'failed' : this.phase.value, failure);
  }

  private settle(phase: ThreadPhase, failure: WireFailure | null): void {
    this.phase.value = phase;
    this.failure.value = failure;
  }
}

/** Counts one more of `id`. Out: how many there are now. */
function bump(counts: Map<string, number>, id: string): number {
  const next = (counts.get(id) ?? 0) + 1;
  counts.set(id, next);
  return next;
}
