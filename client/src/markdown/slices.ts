/** Work that may wait is done piece by piece, so that nothing of it holds up a finger or a word. */
const waiting: (() => void)[] = [];
let running = false;

/** Does some work of a few ms soon. Out: forgets it. */
export function soon(work: () => void): () => void {
  waiting.push(work);
  if (!running) next();
  return () => {
    const at = waiting.indexOf(work);
    if (at >= 0) waiting.splice(at, 1);
  };
}

function next(): void {
  running = waiting.length > 0;
  // Safari knows no idle times.
  const wait =
    typeof requestIdleCallback === 'function'
      ? (run: () => void) => requestIdleCallback(run, { timeout: 200 })
      : setTimeout;
  if (running) wait(run);
}

function run(): void {
  const work = waiting.shift();
  // Also after work that fails the next is begun.
  try {
    work?.();
  } finally {
    next();
  }
}
