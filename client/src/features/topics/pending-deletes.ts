import * as v from 'valibot';
import { ref, type Ref } from 'vue';
import { readStored, removeStored, writeStored } from '@/platform/storage';

const KEY = 'topics.pendingDeletes';
/** How long a deletion can be undone. */
export const UNDO_MS = 5_000;

export interface PendingDeletes {
  /** Topics to be hidden already. */
  ids: Ref<ReadonlySet<string>>;
  /** Hides the topic now and deletes it in `UNDO_MS`. */
  add(topicId: string): void;
  undo(topicId: string): void;
  /** Carries out what an earlier run, or a try without network, left over. */
  settle(): Promise<void>;
}

/**
 * Deletions that can still be undone. They survive a reload: what is waiting is kept on the device.
 *
 * @param erase  deletes for good; a rejection leaves the deletion waiting for the next `settle`
 * @param isOver whether a rejection means that there is nothing left to delete
 */
export function createPendingDeletes(
  erase: (topicId: string) => Promise<void>,
  isOver: (thrown: unknown) => boolean,
): PendingDeletes {
  const stored = v.safeParse(v.array(v.string()), readStored(KEY));
  const ids: Ref<ReadonlySet<string>> = ref(new Set(stored.success ? stored.output : []));
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function keep(next: ReadonlySet<string>): void {
    ids.value = next;
    if (next.size === 0) removeStored(KEY);
    else writeStored(KEY, [...next]);
  }

  function forget(topicId: string): void {
    keep(new Set([...ids.value].filter((id) => id !== topicId)));
  }

  async function carryOut(topicId: string): Promise<void> {
    timers.delete(topicId);
    try {
      await erase(topicId);
    } catch (error) {
      if (!isOver(error)) return;
    }
    forget(topicId);
  }

  return {
    ids,
    add(topicId) {
      keep(new Set([...ids.value, topicId]));
      timers.set(
        topicId,
        setTimeout(() => void carryOut(topicId), UNDO_MS),
      );
    },
    undo(topicId) {
      clearTimeout(timers.get(topicId));
      timers.delete(topicId);
      forget(topicId);
    },
    async settle() {
      await Promise.all([...ids.value].filter((id) => !timers.has(id)).map(carryOut));
    },
  };
}
