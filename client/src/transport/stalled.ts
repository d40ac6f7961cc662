/** Without a byte leaving for so long, nothing will; ms. */
const STALLED_MS = 60_000;

/** Runs `run` once nothing was `seen` for a minute; `end` stops the watch. */
export function watchStalled(run: () => void): { seen(): void; end(): void } {
  let timer = setTimeout(run, STALLED_MS);
  return {
    seen: () => {
      clearTimeout(timer);
      timer = setTimeout(run, STALLED_MS);
    },
    end: () => clearTimeout(timer),
  };
}
