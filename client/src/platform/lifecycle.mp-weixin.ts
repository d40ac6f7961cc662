let online = true;

/** Runs when the program comes to the front again. Out: stops it. */
export function onVisible(run: () => void): () => void {
  uni.onAppShow(run);
  return () => uni.offAppShow(run);
}

/** Runs when the program leaves the front. Out: stops it. */
export function onHidden(run: () => void): () => void {
  uni.onAppHide(run);
  return () => uni.offAppHide(run);
}

/** Runs with true when the device has a network again, with false when it lost it. Out: stops it. */
export function onNetwork(run: (online: boolean) => void): () => void {
  const tell = ({ isConnected }: { isConnected: boolean }): void => {
    online = isConnected;
    run(isConnected);
  };
  uni.onNetworkStatusChange(tell);
  return () => uni.offNetworkStatusChange(tell);
}

/** What the device last said of its network; true before it said anything. */
export function hasNetwork(): boolean {
  return online;
}
