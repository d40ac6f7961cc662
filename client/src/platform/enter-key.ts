/** Safari ends a composition just before the key that ended it; a key this soon after belongs to it. */
const LATE_COMPOSITION_MS = 60;

/** True where the main pointer is a finger: there Enter makes a new line, for the send button is under the thumb. */
export function isTouchFirst(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

/**
 * Calls `send` when Enter is pressed in the text field inside of the element `hostId` to send:
 * never while an input method composes, never with a modifier, never on a touch device. Out: stops it.
 */
export function onSendKey(hostId: string, send: () => void): () => void {
  const host = document.getElementById(hostId);
  if (!host) return () => undefined;
  let composedAt = -Infinity;
  const composed = (event: Event): void => {
    composedAt = event.timeStamp;
  };
  const pressed = (event: KeyboardEvent): void => {
    if (!isSendKey(event, event.timeStamp - composedAt)) return;
    event.preventDefault();
    event.stopPropagation();
    send();
  };
  // uni keeps these events to itself on their way up.
  host.addEventListener('compositionend', composed, true);
  host.addEventListener('keydown', pressed, true);
  return () => {
    host.removeEventListener('compositionend', composed, true);
    host.removeEventListener('keydown', pressed, true);
  };
}

type Key = Pick<KeyboardEvent, 'key' | 'keyCode' | 'isComposing' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** Whether this key press sends; `sinceComposedMs` is the time since an input method last committed text. */
export function isSendKey(event: Key, sinceComposedMs: number): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false;
  // While composing browsers report 229 in place of the key's own code.
  if (event.isComposing || event.keyCode === 229 || sinceComposedMs < LATE_COMPOSITION_MS) return false;
  return !isTouchFirst() || event.ctrlKey || event.metaKey;
}
