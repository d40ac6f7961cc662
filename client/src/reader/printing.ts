import { nextTick, onBeforeUnmount, ref, type Ref } from 'vue';
import { setAllFormulas } from '@/platform/formulas';
import { readyForPaper } from '@/platform/paper';
import { openPrintDialog } from '@/platform/print-dialog';

/** What goes onto paper. */
const PAPER = '.print';

/**
 * Whether the page is being printed, by its own button or by the browser's. Meanwhile the document's title is what `title` gives:
 * a PDF takes it for its own.
 */
export function usePrinting(title: () => string): { printing: Ref<boolean>; print(): Promise<void> } {
  const printing = ref(false);
  let before = '';
  const begin = (): void => {
    if (printing.value) return;
    // By the browser's own command there is only so much time as this takes.
    void nextTick(setNow);
    before = document.title;
    document.title = title();
    printing.value = true;
  };
  const end = (): void => {
    if (!printing.value) return;
    document.title = before;
    printing.value = false;
  };
  window.addEventListener('beforeprint', begin);
  window.addEventListener('afterprint', end);
  onBeforeUnmount(() => {
    window.removeEventListener('beforeprint', begin);
    window.removeEventListener('afterprint', end);
  });
  /** What is printed is drawn first: the browser asks for it before Vue would have drawn anything. */
  async function print(): Promise<void> {
    begin();
    await nextTick();
    const page = document.querySelector(PAPER);
    if (page) await readyForPaper(page);
    // Printed meanwhile by the browser's own command.
    if (printing.value) openPrintDialog(end);
  }
  return { printing, print };
}

/** Sets what formulas can be set without waiting. */
function setNow(): void {
  const page = document.querySelector(PAPER);
  if (page) setAllFormulas(page).catch(() => undefined);
}
