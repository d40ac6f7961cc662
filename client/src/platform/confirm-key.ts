/** Whether a text field's own `confirm` event can be trusted. On H5 it also fires for an Enter that chose a candidate. */
export const CONFIRM_EVENT_IS_SAFE = false;

/**
 * Whether a keydown is an Enter that means "done". One that belongs to an input method is not: it says so by
 * `isComposing`, or in Safari, where composition has already ended, by the key code 229.
 */
export function isConfirmKey(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.isComposing && event.keyCode !== 229;
}
