import { isComposed } from './composed-keys';

/** True where the main pointer is a finger: there Enter makes a new line, for the send button is under the thumb. */
export function isTouchFirst(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

type Key = Pick<KeyboardEvent, 'key' | 'keyCode' | 'isComposing' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/**
 * Whether this key press sends: never while an input method composes, never with Shift, on a touch device only
 * with Ctrl; `sinceComposedMs` is the time since an input method last committed text.
 */
export function isSendKey(event: Key, sinceComposedMs: number): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false;
  if (isComposed(event, sinceComposedMs)) return false;
  return !isTouchFirst() || event.ctrlKey || event.metaKey;
}
