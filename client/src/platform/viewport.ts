const WIDE = '(min-width: 900px)';

/** True where the page is wide enough for topics beside the conversation. */
export function isWide(): boolean {
  return window.matchMedia(WIDE).matches;
}

/** How wide the page is, px. */
export function pageWidth(): number {
  return document.documentElement.clientWidth;
}

/** Runs when that changes. Out: stops it. */
export function onWide(run: (wide: boolean) => void): () => void {
  const media = window.matchMedia(WIDE);
  const tell = (event: { matches: boolean }): void => run(event.matches);
  media.addEventListener('change', tell);
  return () => media.removeEventListener('change', tell);
}
