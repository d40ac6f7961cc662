import { computed, ref, type ComputedRef } from 'vue';
import { themeClass } from '@/styles/theme';

const QUERY = '(prefers-color-scheme: dark)';

const system = ref(false);
let listening = false;

/** Whether the page is in its dark colours, by the chosen theme or by the system's. */
export function useDark(): ComputedRef<boolean> {
  if (!listening) listen();
  return computed(() => (themeClass.value === '' ? system.value : themeClass.value === 'theme-dark'));
}

function listen(): void {
  listening = true;
  const query = window.matchMedia(QUERY);
  system.value = query.matches;
  query.addEventListener('change', ({ matches }) => (system.value = matches));
}
