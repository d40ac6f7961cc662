import { ref } from 'vue';

export interface SnackbarOptions {
  text: string;
  /** One thing the reader can do about it. */
  action?: { label: string; run: () => void };
  /** How long it stays; ms. 4,000 unless told. */
  ms?: number;
}

export interface Snackbar extends SnackbarOptions {
  id: number;
}

/** What is shown now; the newest replaces what was there. */
export const snackbar = ref<Snackbar | null>(null);

let count = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Shows a short note above the composer.
 *
 * @returns takes it away again, if it is still this one
 */
export function showSnackbar(options: SnackbarOptions): () => void {
  clearTimeout(timer);
  count += 1;
  const id = count;
  snackbar.value = { ...options, id };
  const hide = (): void => {
    if (snackbar.value?.id === id) snackbar.value = null;
  };
  timer = setTimeout(hide, options.ms ?? 4000);
  return hide;
}
