const WIDE_PX = 900;

/** True where the page is wide enough for topics beside the conversation. */
export function isWide(): boolean {
  return pageWidth() >= WIDE_PX;
}

/** How wide the page is, px. */
export function pageWidth(): number {
  return uni.getWindowInfo().windowWidth;
}

/** Runs when that may have changed. Out: stops it. */
export function onWide(run: (wide: boolean) => void): () => void {
  const tell = ({ size }: { size: { windowWidth: number } }): void => run(size.windowWidth >= WIDE_PX);
  uni.onWindowResize(tell);
  return () => uni.offWindowResize(tell);
}
