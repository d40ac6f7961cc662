/** Whether a text field's own `confirm` event can be trusted. On H5 it also fires for an Enter that chose a candidate. */
export const CONFIRM_EVENT_IS_SAFE: boolean = false;

/** Safari ends a composition just before the key that ended it: an Enter this soon after belongs to it; ms. */
const LATE_COMPOSITION_MS = 60;

/**
 * Calls `run` for an Enter inside of the element `hostId` that means "done", never for one that an input method takes.
 * A listener of its own, because the event that uni hands to a template does not tell about composition.
 *
 * @returns stops it
 */
export function onConfirmKey(hostId: string, run: () => void): () => void {
  const host = document.getElementById(hostId);
  if (!host) return () => undefined;
  let composedAt = -Infinity;
  const composed = (event: Event): void => {
    composedAt = event.timeStamp;
  };
  const pressed = (event: KeyboardEvent): void => {
    const composing = event.isComposing || event.keyCode === 229 || event.timeStamp - composedAt < LATE_COMPOSITION_MS;
    if (event.key === 'Enter' && !composing) run();
  };
  host.addEventListener('compositionend', composed);
  host.addEventListener('keydown', pressed);
  return () => {
    host.removeEventListener('compositionend', composed);
    host.removeEventListener('keydown', pressed);
  };
}
