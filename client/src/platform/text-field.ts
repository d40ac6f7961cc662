/** A part of a text; offsets in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

/** Whether parts of the text can be selected from here. */
export const canSelect: boolean = true;

function find(hostId: string): HTMLTextAreaElement | null {
  return document.querySelector<HTMLTextAreaElement>(`#${hostId} textarea`);
}

/** The text that stands in the field inside of the element `hostId` now, also what is just being composed. */
export function readField(hostId: string): string | null {
  return find(hostId)?.value ?? null;
}

/** Puts `text` into the field at once, and tells of it as if it were typed. */
export function writeField(hostId: string, text: string): void {
  const field = find(hostId);
  if (!field || field.value === text) return;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Puts `text` in place of what stands in the field, so that the browser's own undo brings that back, and selects `span`
 * of it; null: the cursor goes to its end. Out: false where that is not possible.
 */
export function retypeField(hostId: string, text: string, span: Span | null): boolean {
  const field = find(hostId);
  if (!field) return false;
  field.focus();
  field.select();
  // Deprecated without a successor: nothing else that a script writes can be undone by the reader's keys.
  const done = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text);
  if (!done || field.value !== text) writeField(hostId, text);
  const { start, end } = span ?? { start: text.length, end: text.length };
  field.setSelectionRange(start, end);
  return true;
}

/** What is selected in the field, or where the cursor stands; null where that cannot be told. */
export function selectionOf(hostId: string): Span | null {
  const field = find(hostId);
  return field && { start: field.selectionStart, end: field.selectionEnd };
}

/** Selects a part of the text, and puts the cursor there. */
export function selectIn(hostId: string, { start, end }: Span): void {
  const field = find(hostId);
  field?.focus();
  field?.setSelectionRange(start, end);
}

/** Puts the cursor into the field. */
export function focusField(hostId: string): void {
  find(hostId)?.focus();
}
