import { onBeforeUnmount, ref } from 'vue';
import { onKeyboard } from '@/platform/keyboard';
import { isWide, onWide } from '@/platform/viewport';

/** How the page is laid out: topics beside the conversation or over it, and how much a keyboard covers, px. */
export function useLayout() {
  const wide = ref(isWide());
  const keyboardPx = ref(0);
  const stop = [onWide((is) => (wide.value = is)), onKeyboard((px) => (keyboardPx.value = px))];
  onBeforeUnmount(() => stop.forEach((end) => end()));
  return { wide, keyboardPx };
}
