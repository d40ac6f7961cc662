const FOCUSABLE = '[tabindex="0"], input, textarea, a[href]';

let listening = false;

/** Lets Enter and Space press whatever has `role="button"` or `menuitem`, as they do for a native button. Once is enough. */
export function activateByKeyboard(): void {
  if (listening) return;
  listening = true;
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    const target = event.target;
    if (
      !(target instanceof HTMLElement) ||
      !target.matches('[role="button"], [role="link"], [role="menuitem"], [role="radio"], [role="checkbox"]')
    )
      return;
    event.preventDefault();
    target.click();
  });
}

/** Handlers of what is open, the topmost last: Esc belongs to the topmost alone. */
const escapeHandlers: (() => void)[] = [];

function handleEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.isComposing) return;
  const topmost = escapeHandlers[escapeHandlers.length - 1];
  if (!topmost) return;
  event.preventDefault();
  topmost();
}

/**
 * Calls `run` on Esc while it is the newest handler.
 *
 * @returns takes the handler away again
 */
export function onEscape(run: () => void): () => void {
  if (escapeHandlers.length === 0) document.addEventListener('keydown', handleEscape);
  escapeHandlers.push(run);
  return () => {
    const index = escapeHandlers.indexOf(run);
    if (index >= 0) escapeHandlers.splice(index, 1);
    if (escapeHandlers.length === 0) document.removeEventListener('keydown', handleEscape);
  };
}

/**
 * Moves the focus into the element of this id and keeps Tab inside it.
 *
 * @param id of an element that is in the document and takes the focus itself (`tabindex="-1"`)
 * @returns lets Tab go and gives the focus back to where it was
 */
export function holdFocus(id: string): () => void {
  const before = document.activeElement;
  const box = document.getElementById(id);
  if (!box) return () => undefined;
  const hold = (event: KeyboardEvent): void => keepInside(box, event);
  box.addEventListener('keydown', hold);
  if (!box.contains(before)) box.focus({ preventScroll: true });
  return () => {
    box.removeEventListener('keydown', hold);
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
}

function keepInside(box: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== 'Tab') return;
  const stops = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.offsetParent !== null);
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (!first || !last) return event.preventDefault();
  const at = document.activeElement;
  const leaving = event.shiftKey ? at === first || at === box : at === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
