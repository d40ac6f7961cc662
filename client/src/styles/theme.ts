import { computed, ref } from 'vue';
import { setDocumentTheme, type ThemeChoice } from '@/platform/document';

export type { ThemeChoice } from '@/platform/document';

const choice = ref<ThemeChoice>('system');

/** The class each page puts on its root: empty while the theme follows the system. */
export const themeClass = computed(() => (choice.value === 'system' ? '' : `theme-${choice.value}`));

/** Shows the given theme at once. Keeping the choice is the caller's. */
export function setTheme(next: ThemeChoice): void {
  choice.value = next;
  setDocumentTheme(next);
}

/** Colours what the host draws around a page that has just come to the front. Each page with the host's own bar calls it. */
export function dressPage(): void {
  setDocumentTheme(choice.value);
}
