import { moveByArrows } from './arrow-keys';

/** Whether there may be keys to go from one thing to the next by. */
export const HAS_TAB_KEY: boolean = true;

/** What Enter and Space press. */
const PRESSED = ['button', 'link', 'menuitem', 'radio', 'checkbox', 'switch', 'option', 'tab']
  .map((role) => `[role="${role}"]`)
  .join(', ');
const FOCUSABLE = '[tabindex="0"], input, textarea, a[href]';

let listening = false;
/** What had the focus before that which has it now: a field of a sheet takes it before the sheet can look. */
let cameFrom: EventTarget | null = null;

/** Lets Enter and Space press whatever has the role of something to press, and arrows move in menus and choices. Once is enough. */
export function activateByKeyboard(): void {
  if (listening) return;
  listening = true;
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    const target = event.target;
    // A link of HTML's own is followed by the browser.
    if (!(target instanceof HTMLElement) || !target.matches(PRESSED) || target.matches('a[href], button')) return;
    event.preventDefault();
    target.click();
  });
  document.addEventListener('keydown', moveByArrows);
  document.addEventListener('focusin', ({ relatedTarget }) => (cameFrom = relatedTarget));
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
  const box = document.getElementById(id);
  if (!box) return () => undefined;
  const within = box.contains(document.activeElement);
  const before = within ? cameFrom : document.activeElement;
  const hold = (event: KeyboardEvent): void => keepInside(box, event);
  box.addEventListener('keydown', hold);
  if (!within) box.focus({ preventScroll: true });
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
