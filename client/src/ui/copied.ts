import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue';
import { copyText } from '@/platform/clipboard';

/** How long a button says that it has copied; ms. */
const COPIED_MS = 1_600;

/** Copies for the buttons of one component. `copied`: which of them has just done so; null: none. */
export function useCopied<Button extends string>() {
  const copied: ShallowRef<Button | null> = shallowRef(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onBeforeUnmount(() => clearTimeout(timer));

  /** Copies a text, null where there is none. Out: whether that worked. */
  async function copy(text: string | null, by: Button): Promise<boolean> {
    clearTimeout(timer);
    copied.value = text !== null && (await copyText(text)) ? by : null;
    timer = setTimeout(() => (copied.value = null), COPIED_MS);
    return copied.value !== null;
  }

  return { copied, copy };
}
