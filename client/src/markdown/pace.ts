/** Less than this is not waited for: a timer more would cost more than it spares; ms. */
const SLACK_MS = 10;

export interface Pace {
  /** Does it now where there was a pause, else as soon as there was one; several wishes meanwhile are one. */
  soon(): void;
  /** Does it now, whatever was done before. */
  now(): void;
  stop(): void;
}

/** Does something at most every `ms`, and the first time at once. */
export function createPace(run: () => void, ms: number): Pace {
  let at = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const now = (): void => {
    stop();
    at = Date.now();
    run();
  };
  const soon = (): void => {
    // A clock that was set back holds up nothing.
    const wait = Math.min(at + ms - Date.now(), ms);
    if (wait <= SLACK_MS) now();
    else timer ??= setTimeout(now, wait);
  };
  return { soon, now, stop };
}
