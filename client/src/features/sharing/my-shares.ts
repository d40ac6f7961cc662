import type { OwnShare, Page } from '@huati/shared';
import { computed, ref, shallowRef, type Ref } from 'vue';
import { toFailure, type WireFailure } from '@/transport';

const PART = 30;

/**
 * All links of the user, over all topics, newest first.
 *
 * @param page reads one page, null for the first. Rejects with a `WireFailure`.
 */
export function useMyShares(page: (cursor: string | null, limit: number) => Promise<Page<OwnShare>>) {
  const items: Ref<readonly OwnShare[]> = shallowRef([]);
  const cursor: Ref<string | null> = ref(null);
  const phase: Ref<'loading' | 'ready' | 'failed'> = ref('loading');
  const failure: Ref<WireFailure | null> = shallowRef(null);
  let reading = 0;

  async function read(from: string | null): Promise<void> {
    reading += 1;
    const mine = reading;
    phase.value = 'loading';
    try {
      const part = await page(from, PART);
      if (mine !== reading) return;
      items.value = from === null ? part.items : [...items.value, ...part.items];
      cursor.value = part.nextCursor;
      phase.value = 'ready';
    } catch (error) {
      if (mine !== reading) return;
      failure.value = toFailure(error);
      phase.value = 'failed';
    }
  }

  return {
    items,
    phase,
    failure,
    hasMore: computed(() => cursor.value !== null),
    /** From the start. Neither ever rejects: `phase` and `failure` tell. */
    begin: () => read(null),
    more: () => read(cursor.value),
    remove: (id: string) => {
      items.value = items.value.filter((share) => share.id !== id);
    },
  };
}
