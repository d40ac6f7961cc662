/** Where a browser shows nothing to print with, it has not begun by then; ms. */
const NOTHING_MS = 1_500;

/**
 * Opens the browser's dialog for printing. `over` runs once: when it was closed, where it never came, or when what is returned
 * is called before.
 */
export function openPrintDialog(over: () => void): () => void {
  const begun = (): void => clearTimeout(timer);
  const end = (): void => {
    clearTimeout(timer);
    window.removeEventListener('beforeprint', begun);
    window.removeEventListener('afterprint', end);
    if (open) over();
    open = false;
  };
  let open = true;
  // Some browsers inside of apps have the function, and it does nothing.
  const timer = setTimeout(end, NOTHING_MS);
  window.addEventListener('beforeprint', begun);
  // Safari returns at once, and tells only so that it has printed.
  window.addEventListener('afterprint', end);
  window.print();
  return end;
}
