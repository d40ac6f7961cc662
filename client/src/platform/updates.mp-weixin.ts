/**
 * Runs `offer` when WeChat has a newer version ready, with what starts it. One that could not be downloaded is no news to
 * anybody: WeChat tries again at the next start.
 */
export function onUpdateReady(offer: (restart: () => void) => void): void {
  const manager = uni.getUpdateManager();
  manager.onUpdateReady(() => offer(() => manager.applyUpdate()));
}

/** There is nothing newer to be had from here. */
export function takeNewest(): Promise<void> {
  return Promise.resolve();
}
