/** Less than this is a browser's bar that came or went; px. */
const KEYBOARD_MIN_PX = 80;
/** A keyboard has come or gone by then, wherever nothing tells of it; ms. */
const MOVED_MS = 350;
const FIELD = 'input, textarea, [contenteditable="true"]';

/**
 * Tells how much of the page's bottom the on-screen keyboard covers, px; 0 while there is none or where the browser
 * makes the page smaller instead. Out: stops it.
 */
export function onKeyboard(run: (insetPx: number) => void): () => void {
  const view = window.visualViewport;
  if (!view) return () => undefined;
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const measure = (): void => {
    const covered = Math.round(window.innerHeight - view.height - view.offsetTop);
    // Zoomed in with two fingers, the visible part is small without any keyboard; and Safari may go on telling of one that has
    // gone: without a field to write in there is none.
    const none = view.scale > 1.05 || covered < KEYBOARD_MIN_PX || !isWriting();
    const inset = none ? 0 : covered;
    // Safari scrolls the whole page to show a focused field, although the page has already made room, and leaves it so.
    if ((inset > 0 || last > 0) && window.scrollY > 0) window.scrollTo(0, 0);
    if (inset === last) return;
    last = inset;
    run(inset);
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(measure, MOVED_MS);
  };
  view.addEventListener('resize', measure);
  view.addEventListener('scroll', measure);
  document.addEventListener('focusin', later);
  document.addEventListener('focusout', later);
  window.addEventListener('orientationchange', later);
  return () => {
    clearTimeout(timer);
    view.removeEventListener('resize', measure);
    view.removeEventListener('scroll', measure);
    document.removeEventListener('focusin', later);
    document.removeEventListener('focusout', later);
    window.removeEventListener('orientationchange', later);
  };
}

function isWriting(): boolean {
  return document.activeElement?.matches(FIELD) ?? false;
}
