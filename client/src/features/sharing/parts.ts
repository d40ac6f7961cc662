import type { SharedMessage } from '@huati/shared';
import { computed, ref, watch, type Ref } from 'vue';

/** So many messages are shown at first, and more with each tap. */
const PART = 20;

/** The messages of a long share that are drawn: a part that grows in both directions, and its end with what comes. */
export function useParts(messages: Readonly<Ref<readonly SharedMessage[]>>) {
  const from = ref(0);
  const to = ref(PART);
  const rows = computed(() => messages.value.slice(from.value, to.value));
  const before = computed(() => from.value > 0);
  const after = computed(() => messages.value.length > to.value);

  watch(
    () => messages.value.length,
    (length, was) => {
      // Whoever has read to the end goes on reading there.
      if (was > 0 && was <= to.value) to.value = Math.max(to.value, length);
      from.value = Math.max(0, Math.min(from.value, length - 1));
    },
  );

  function earlier(): void {
    from.value = Math.max(0, from.value - PART);
  }
  function later(): void {
    to.value += PART;
  }
  /** Shows the end, and of what stands before it only so much that it is there at once. */
  function toEnd(): void {
    const { length } = messages.value;
    if (!after.value) return;
    from.value = Math.max(0, length - PART);
    to.value = length;
  }

  return { rows, before, after, earlier, later, toEnd };
}
