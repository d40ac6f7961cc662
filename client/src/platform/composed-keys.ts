/** Safari ends a composition just before the key that ended it: a key this soon after belongs to it; ms. */
const LATE_COMPOSITION_MS = 60;

/**
 * Tells `pressed` of each key inside of the element `hostId` and of the ms since an input method last committed text
 * there. `capture`: on the way down, before anything inside of it has the key. Out: stops it.
 */
export function onKey(
  hostId: string,
  capture: boolean,
  pressed: (event: KeyboardEvent, sinceComposedMs: number) => void,
): () => void {
  const host = document.getElementById(hostId);
  if (!host) return () => undefined;
  let composedAt = -Infinity;
  const composed = (event: Event): void => {
    composedAt = event.timeStamp;
  };
  const key = (event: KeyboardEvent): void => pressed(event, event.timeStamp - composedAt);
  host.addEventListener('compositionend', composed, capture);
  host.addEventListener('keydown', key, capture);
  return () => {
    host.removeEventListener('compositionend', composed, capture);
    host.removeEventListener('keydown', key, capture);
  };
}

/** Whether an input method takes this key. While composing browsers report 229 in place of the key's own code. */
export function isComposed(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>, sinceComposedMs: number): boolean {
  return event.isComposing || event.keyCode === 229 || sinceComposedMs < LATE_COMPOSITION_MS;
}
