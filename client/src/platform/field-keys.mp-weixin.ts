import type { FieldKey } from './field-keys';

export type { FieldKey } from './field-keys';

/** A phone's keyboard tells of no keys. */
export function hasKeyboard(): boolean {
  return false;
}

/** Nothing to listen to: Enter makes a new line, and the button sends. */
export function onFieldKey(hostId: string, take: (key: FieldKey) => boolean): () => void {
  void hostId;
  void take;
  return () => undefined;
}
