/** The phone's keyboard sends `confirm` for its own "done" key only. */
export const CONFIRM_EVENT_IS_SAFE: boolean = true;

/** There are no key events: nothing to listen to, nothing to stop. */
export function onConfirmKey(hostId: string, run: () => void): () => void {
  void hostId;
  void run;
  return () => undefined;
}
