import type { ListedTopic } from '@huati/shared';
import { defineStore } from 'pinia';
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { api, toFailure, type WireFailure } from '@/transport';

/** Keys pressed within this are one search; ms. */
const SETTLE_MS = 250;

/** What is looked for in all topics, and what was found. */
export const useSearch = defineStore('search', () => {
  const words = ref('');
  const found: ShallowRef<ListedTopic[]> = shallowRef([]);
  const phase: Ref<'idle' | 'looking' | 'ready' | 'failed'> = ref('idle');
  const failure: ShallowRef<WireFailure | null> = shallowRef(null);
  const cursor: Ref<string | null> = ref(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts searches: what an earlier one finds late is of no use. */
  let count = 0;

  function look(text: string): void {
    words.value = text;
    clearTimeout(timer);
    count += 1;
    found.value = [];
    cursor.value = null;
    phase.value = text.trim() === '' ? 'idle' : 'looking';
    if (phase.value === 'looking') timer = setTimeout(() => void more(), SETTLE_MS);
  }

  /** Goes on with the search: to its first hits, or to the next page of them. Never rejects. */
  async function more(): Promise<void> {
    const now = count;
    phase.value = 'looking';
    try {
      for (let empty = true; empty;) {
        const page = await api.search(words.value.trim(), cursor.value);
        if (now !== count) return;
        const known = new Set(found.value.map(({ id }) => id));
        found.value = [...found.value, ...page.items.filter(({ id }) => !known.has(id))];
        cursor.value = page.nextCursor;
        // The server looks for a while at a time; it may have found nothing yet.
        empty = page.items.length === 0 && page.nextCursor !== null;
      }
      phase.value = 'ready';
    } catch (error) {
      if (now !== count) return;
      failure.value = toFailure(error);
      phase.value = 'failed';
    }
  }

  return {
    words,
    found,
    phase,
    failure,
    cursor,
    look,
    retry: () => void more(),
    loadMore: () => {
      if (phase.value === 'ready' && cursor.value !== null) void more();
    },
  };
});
