/** Runs `offer` when a newer version is ready, with what starts it. An app has it from its store. */
export function onUpdateReady(offer: (restart: () => void) => void): void {
  void offer;
}

/** There is nothing newer to be had from here. */
export function takeNewest(): Promise<void> {
  return Promise.resolve();
}
