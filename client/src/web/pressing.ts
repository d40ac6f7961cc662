/** A finger that rests so long holds what is under it; ms. */
const HOLD_MS = 350;
/** The tap that a finger ends with comes this soon after it; ms. */
const TAP_MS = 400;
/** One that moves further scrolls; px. */
const STILL_PX = 10;

/**
 * Gives what a finger is on the class that it has for that, as uni's `hover-class` does (the build left its name in `data-press`), and
 * tells what is held (`data-hold`) by uni's `longpress`; lifting the finger from that is no tap then. Once for the page.
 */
export function showPresses(): void {
  let pressed: HTMLElement | null = null;
  let holding: ReturnType<typeof setTimeout> | undefined;
  let held = false;
  let from = { x: 0, y: 0 };
  const letGo = (): void => {
    clearTimeout(holding);
    pressed?.classList.remove(pressed.dataset.press ?? '');
    pressed = null;
  };
  document.addEventListener('pointerdown', ({ target, clientX: x, clientY: y, button, pointerType }) => {
    letGo();
    held = false;
    from = { x, y };
    if (!(target instanceof Element) || button !== 0) return;
    pressed = target.closest<HTMLElement>('[data-press]');
    pressed?.classList.add(pressed.dataset.press ?? '');
    const holder = target.closest<HTMLElement>('[data-hold]');
    // A mouse that is held selects; it has another button for what is held.
    if (!holder || pointerType === 'mouse') return;
    holding = setTimeout(() => {
      held = true;
      holder.dispatchEvent(new Event('longpress'));
    }, HOLD_MS);
  });
  document.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX) letGo();
  });
  document.addEventListener(
    'click',
    (event) => {
      if (held) event.stopPropagation();
      held = false;
    },
    true,
  );
  const lifted = (): void => {
    letGo();
    setTimeout(() => (held = false), TAP_MS);
  };
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, lifted, { passive: true });
  // A view that scrolls does not tell the page of it on the way up.
  document.addEventListener('scroll', letGo, { passive: true, capture: true });
}
