/** The phone's keyboard sends `confirm` for its own "done" key only. */
export const CONFIRM_EVENT_IS_SAFE = true;

/** There are no key events. */
export function isConfirmKey(event: unknown): boolean {
  void event;
  return false;
}
