import { computed, ref, type ComputedRef, type Ref } from 'vue';

export interface Selection {
  /** Topics are being chosen. */
  on: Ref<boolean>;
  ids: Ref<ReadonlySet<string>>;
  count: ComputedRef<number>;
  begin(topicId?: string): void;
  toggle(topicId: string): void;
  /** All of `topicIds`, or none where all of them are chosen already. */
  toggleAll(topicIds: readonly string[]): void;
  end(): void;
}

/** Which topics of the list are chosen, to be deleted together. */
export function useSelection(): Selection {
  const on = ref(false);
  const ids: Ref<ReadonlySet<string>> = ref(new Set<string>());

  function toggle(topicId: string): void {
    const next = new Set(ids.value);
    if (!next.delete(topicId)) next.add(topicId);
    ids.value = next;
  }

  return {
    on,
    ids,
    count: computed(() => ids.value.size),
    begin: (topicId) => {
      on.value = true;
      ids.value = new Set(topicId === undefined ? [] : [topicId]);
    },
    toggle,
    toggleAll: (topicIds) => {
      const all = topicIds.every((id) => ids.value.has(id));
      ids.value = new Set(all ? [] : topicIds);
    },
    end: () => {
      on.value = false;
      ids.value = new Set();
    },
  };
}
