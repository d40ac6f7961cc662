function find(hostId: string): HTMLTextAreaElement | null {
  return document.querySelector<HTMLTextAreaElement>(`#${hostId} textarea`);
}

/** The text that stands in the field inside of the element `hostId` now. uni tells of it up to 100 ms later. */
export function readField(hostId: string): string | null {
  return find(hostId)?.value ?? null;
}

/**
 * Puts `text` into the field at once. By its value alone uni would do so 100 ms later, unless something is typed
 * meanwhile: then the old text would stay.
 */
export function writeField(hostId: string, text: string): void {
  const field = find(hostId);
  if (!field || field.value === text) return;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Puts the cursor into the field. */
export function focusField(hostId: string): void {
  find(hostId)?.focus();
}
