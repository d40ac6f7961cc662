import { isComposed, onKey } from './composed-keys';

/** Whether a text field's own `confirm` event can be trusted. On H5 it also fires for an Enter that chose a candidate. */
export const CONFIRM_EVENT_IS_SAFE: boolean = false;

/**
 * Calls `run` for an Enter inside of the element `hostId` that means "done", never for one that an input method takes.
 *
 * @returns stops it
 */
export function onConfirmKey(hostId: string, run: () => void): () => void {
  return onKey(hostId, false, (event, sinceComposedMs) => {
    if (event.key === 'Enter' && !isComposed(event, sinceComposedMs)) run();
  });
}
