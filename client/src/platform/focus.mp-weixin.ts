// A phone without a keyboard has neither Esc nor Tab; closing there is by the scrim and the back gesture.
const nothing = (): void => undefined;

/** Nobody comes here by Tab. */
export const HAS_TAB_KEY: boolean = false;

/** Nothing to do: taps are the only way to press. */
export const activateByKeyboard = nothing;

/** Never calls `run`: there is no Esc. */
export function onEscape(run: () => void): () => void {
  void run;
  return nothing;
}

/** Leaves the focus alone: there is no Tab. */
export function holdFocus(id: string): () => void {
  void id;
  return nothing;
}
