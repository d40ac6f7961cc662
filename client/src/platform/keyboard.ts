/** Less than this is a browser's bar that came or went; px. */
const KEYBOARD_MIN_PX = 80;

/**
 * Tells how much of the page's bottom the on-screen keyboard covers, px; 0 while there is none or where the browser
 * makes the page smaller instead. Out: stops it.
 */
export function onKeyboard(run: (insetPx: number) => void): () => void {
  const view = window.visualViewport;
  if (!view) return () => undefined;
  let last = 0;
  const measure = (): void => {
    const covered = Math.round(window.innerHeight - view.height - view.offsetTop);
    // Zoomed in with two fingers, the visible part is small without any keyboard.
    const inset = view.scale > 1.05 || covered < KEYBOARD_MIN_PX ? 0 : covered;
    // Safari scrolls the whole page to show a focused field, although the page has already made room.
    if (inset > 0 && window.scrollY > 0) window.scrollTo(0, 0);
    if (inset === last) return;
    last = inset;
    run(inset);
  };
  view.addEventListener('resize', measure);
  view.addEventListener('scroll', measure);
  return () => {
    view.removeEventListener('resize', measure);
    view.removeEventListener('scroll', measure);
  };
}
