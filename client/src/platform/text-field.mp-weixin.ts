import type { Span } from './text-field';

export type { Span } from './text-field';

/** The field selects nothing that it is told to while it is written in. */
export const canSelect: boolean = false;

/** The field cannot be read from here; what its events told holds. */
export function readField(hostId: string): null {
  void hostId;
  return null;
}

/** Nothing to do: the field follows its value. */
export function writeField(hostId: string, text: string): void {
  void hostId;
  void text;
}

/** Not possible here: the field follows its value. */
export function retypeField(hostId: string, text: string, span: Span | null): boolean {
  void hostId;
  void text;
  void span;
  return false;
}

/** Cannot be told here. */
export function selectionOf(hostId: string): null {
  void hostId;
  return null;
}

/** Not possible here. */
export function selectIn(hostId: string, span: Span): void {
  void hostId;
  void span;
}

/** Nothing to do: a keyboard comes up with a tap on the field. */
export function focusField(hostId: string): void {
  void hostId;
}
