import type { Message } from '@huati/shared';
import { ref, shallowRef } from 'vue';
import { api, toFailure, type WireFailure } from '@/transport';
import type { AnswerState } from './answer-state';
import { emptyThread, withAnswer, withNewest, withOlder, type Thread } from './thread';

/** Topics whose messages stay in memory, so that going back to one shows it at once. */
const HELD_MAX = 12;

export interface ThreadsOptions {
  /** A page of a topic arrived. */
  read(topicId: string, messages: readonly Message[]): void;
  /** The topic is not there, or not this user's. */
  gone(topicId: string): void;
}

export type Threads = ReturnType<typeof createThreads>;

/** The messages of the open topic, and of those that were open before. */
export function createThreads(options: ThreadsOptions) {
  /** null: the topic that does not exist yet. */
  const topicId = ref<string | null>(null);
  const thread = shallowRef<Thread>(emptyThread);
  const phase = ref<'loading' | 'ready' | 'failed'>('ready');
  const failure = shallowRef<WireFailure | null>(null);
  const loadingOlder = ref(false);
  const held = new Map<string, Thread>();

  function update(id: string, change: (thread: Thread) => Thread): void {
    const before = id === topicId.value ? thread.value : held.get(id);
    if (!before) return;
    const after = change(before);
    held.delete(id);
    held.set(id, after);
    for (const oldest of [...held.keys()].slice(0, Math.max(0, held.size - HELD_MAX))) held.delete(oldest);
    if (id === topicId.value) thread.value = after;
  }

  /** Reads the newest page of a topic. Never rejects: `phase` and `failure` tell. */
  async function refresh(id: string): Promise<void> {
    try {
      const page = await api.messages(id, null);
      update(id, (before) => withNewest(before, page));
      options.read(id, page.items);
      if (id === topicId.value) settle('ready', null);
    } catch (error) {
      const failed = toFailure(error);
      if (failed.code === 'not_found') return options.gone(id);
      // What is already shown stays readable; the connection's own bar tells that it may be old.
      if (id === topicId.value) settle(phase.value === 'loading' ? 'failed' : phase.value, failed);
    }
  }

  function settle(next: typeof phase.value, failed: WireFailure | null): void {
    phase.value = next;
    failure.value = failed;
  }

  return {
    topicId,
    thread,
    phase,
    failure,
    loadingOlder,
    update,
    refresh,
    /** Shows a topic, from memory at once where it was open before. */
    async open(id: string | null): Promise<void> {
      topicId.value = id;
      const known = id === null ? undefined : held.get(id);
      thread.value = known ?? emptyThread;
      settle(id === null || known ? 'ready' : 'loading', null);
      if (id !== null) await refresh(id);
    },
    /** The new topic that is open has got its id; what is shown stays. */
    become(id: string): void {
      topicId.value = id;
    },
    /** Reads the next older page of the open topic, if there is one. Never rejects. */
    async loadOlder(): Promise<void> {
      const id = topicId.value;
      const cursor = thread.value.olderCursor;
      if (id === null || cursor === null || loadingOlder.value) return;
      loadingOlder.value = true;
      try {
        const page = await api.messages(id, cursor);
        update(id, (before) => (before.olderCursor === cursor ? withOlder(before, page) : before));
      } catch (error) {
        failure.value = toFailure(error);
      } finally {
        loadingOlder.value = false;
      }
    },
    /** An answer ended. */
    settleAnswer(id: string, answerId: string, state: AnswerState): void {
      update(id, (before) => withAnswer(before, answerId, state));
    },
    forget: (id: string): void => void held.delete(id),
  };
}
