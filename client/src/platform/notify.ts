/** Tells that something is ready, where the program is not looked at. Browsers would have to be asked for leave first. */
export function notifyAway(text: string): void {
  void text;
}
