/** Runs when the page comes to the front again. Out: stops it. */
export function onVisible(run: () => void): () => void {
  const check = (): void => {
    if (document.visibilityState === 'visible') run();
  };
  document.addEventListener('visibilitychange', check);
  window.addEventListener('pageshow', check);
  return () => {
    document.removeEventListener('visibilitychange', check);
    window.removeEventListener('pageshow', check);
  };
}

/** Runs when the page leaves the front, which on a phone may be the last thing it does. Out: stops it. */
export function onHidden(run: () => void): () => void {
  const check = (): void => {
    if (document.visibilityState === 'hidden') run();
  };
  document.addEventListener('visibilitychange', check);
  window.addEventListener('pagehide', run);
  return () => {
    document.removeEventListener('visibilitychange', check);
    window.removeEventListener('pagehide', run);
  };
}

/** Runs with true when the device has a network again, with false when it lost it. Out: stops it. */
export function onNetwork(run: (online: boolean) => void): () => void {
  const came = (): void => run(true);
  const went = (): void => run(false);
  window.addEventListener('online', came);
  window.addEventListener('offline', went);
  return () => {
    window.removeEventListener('online', came);
    window.removeEventListener('offline', went);
  };
}

/** What the device says of its network now; true where it cannot tell. */
export function hasNetwork(): boolean {
  return navigator.onLine;
}
