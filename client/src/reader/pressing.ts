/**
 * Gives what a finger is on the class that it has for that, as uni's `hover-class` does; the build left its name in `data-press`.
 * Once for the page.
 */
export function showPresses(): void {
  let pressed: HTMLElement | null = null;
  const letGo = (): void => {
    pressed?.classList.remove(pressed.dataset.press ?? '');
    pressed = null;
  };
  document.addEventListener('pointerdown', ({ target }) => {
    letGo();
    pressed = target instanceof Element ? target.closest<HTMLElement>('[data-press]') : null;
    pressed?.classList.add(pressed.dataset.press ?? '');
  });
  for (const end of ['pointerup', 'pointercancel', 'scroll']) document.addEventListener(end, letGo, { passive: true });
}
