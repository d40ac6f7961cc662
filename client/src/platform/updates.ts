/**
 * Runs `offer` when a newer version is ready, with what starts it. A browser has it by loading the page again, and an app
 * from its store.
 */
export function onUpdateReady(offer: (restart: () => void) => void): void {
  void offer;
}
