import { isComposed, onKey } from './composed-keys';

/** True where the main pointer is a finger: there Enter makes a new line, for the send button is under the thumb. */
export function isTouchFirst(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

/**
 * Calls `send` when Enter is pressed in the text field inside of the element `hostId` to send:
 * never while an input method composes, never with a modifier, never on a touch device. Out: stops it.
 */
export function onSendKey(hostId: string, send: () => void): () => void {
  return onKey(hostId, true, (event, sinceComposedMs) => {
    if (!isSendKey(event, sinceComposedMs)) return;
    event.preventDefault();
    event.stopPropagation();
    send();
  });
}

type Key = Pick<KeyboardEvent, 'key' | 'keyCode' | 'isComposing' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** Whether this key press sends; `sinceComposedMs` is the time since an input method last committed text. */
export function isSendKey(event: Key, sinceComposedMs: number): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false;
  if (isComposed(event, sinceComposedMs)) return false;
  return !isTouchFirst() || event.ctrlKey || event.metaKey;
}
