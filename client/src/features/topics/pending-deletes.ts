import * as v from 'valibot';
import { ref, type Ref } from 'vue';
import { readStored, removeStored, writeStored } from '@/platform/storage';

/** How long a deletion can be undone. */
export const UNDO_MS = 5_000;

export interface PendingDeletes {
  /** What is to be hidden already. */
  ids: Ref<ReadonlySet<string>>;
  /** Hides it now and deletes it in `UNDO_MS`. */
  add(id: string): void;
  undo(id: string): void;
  /** Carries out what an earlier run, or a try without network, left over. */
  settle(): Promise<void>;
  /** Carries out at once what waits of those that `which` names, and waits for it: they cannot be undone any more. */
  hurry(which: (id: string) => boolean): Promise<void>;
}

/**
 * Deletions that can still be undone. They survive a reload: what is waiting is kept on the device.
 *
 * @param erase  deletes for good; a rejection leaves the deletion waiting for the next `settle`
 * @param isOver whether a rejection means that there is nothing left to delete
 * @param key    under which it is kept what waits
 */
export function createPendingDeletes(
  erase: (id: string) => Promise<void>,
  isOver: (thrown: unknown) => boolean,
  key = 'topics.pendingDeletes',
): PendingDeletes {
  const stored = v.safeParse(v.array(v.string()), readStored(key));
  const ids: Ref<ReadonlySet<string>> = ref(new Set(stored.success ? stored.output : []));
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const running = new Map<string, Promise<void>>();

  function keep(next: ReadonlySet<string>): void {
    ids.value = next;
    if (next.size === 0) removeStored(key);
    else writeStored(key, [...next]);
  }

  function forget(id: string): void {
    keep(new Set([...ids.value].filter((each) => each !== id)));
  }

  function carryOut(id: string): Promise<void> {
    clearTimeout(timers.get(id));
    timers.delete(id);
    const run = running.get(id) ?? eraseNow(id).finally(() => running.delete(id));
    running.set(id, run);
    return run;
  }

  async function eraseNow(id: string): Promise<void> {
    try {
      await erase(id);
    } catch (error) {
      if (!isOver(error)) return;
    }
    forget(id);
  }

  return {
    ids,
    add(id) {
      keep(new Set([...ids.value, id]));
      timers.set(
        id,
        setTimeout(() => void carryOut(id), UNDO_MS),
      );
    },
    undo(id) {
      if (running.has(id)) return;
      clearTimeout(timers.get(id));
      timers.delete(id);
      forget(id);
    },
    async settle() {
      await Promise.all([...ids.value].filter((id) => !timers.has(id)).map(carryOut));
    },
    async hurry(which) {
      await Promise.all([...ids.value].filter(which).map(carryOut));
    },
  };
}
