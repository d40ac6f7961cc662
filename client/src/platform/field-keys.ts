import { isComposed, onKey } from './composed-keys';
import { isSendKey, isTouchFirst } from './enter-key';

/** A key that means more in a text field than its character; `enter`: one that would make a new line. */
export type FieldKey = 'send' | 'enter' | 'up' | 'down' | 'tab' | 'back-tab' | 'escape';

const NAMES: Readonly<Record<string, FieldKey>> = {
  Enter: 'enter',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Tab: 'tab',
  Escape: 'escape',
};

type Key = Parameters<typeof isSendKey>[0];

/** True where whoever writes has a keyboard before them. */
export function hasKeyboard(): boolean {
  return !isTouchFirst();
}

/** What a key press means; undefined where it is none of ours, or an input method's. */
function fieldKeyOf(event: Key, sinceComposedMs: number): FieldKey | undefined {
  if (isComposed(event, sinceComposedMs)) return undefined;
  if (isSendKey(event, sinceComposedMs)) return 'send';
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (event.shiftKey) return event.key === 'Tab' ? 'back-tab' : undefined;
  return NAMES[event.key];
}

/**
 * Tells `take` of the keys pressed in the text field inside of the element `hostId`, never of those with which an input
 * method composes; what it takes does nothing else. Out: stops it.
 */
export function onFieldKey(hostId: string, take: (key: FieldKey) => boolean): () => void {
  return onKey(hostId, true, (event, sinceComposedMs) => {
    const key = fieldKeyOf(event, sinceComposedMs);
    if (key === undefined || !take(key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}
