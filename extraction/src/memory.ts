/** So often the process's memory is looked at while tasks run, in milliseconds. */
const EVERY_MS = 100;
/** After one was ended it takes so long until its memory is given back: only then may another be blamed. */
const SETTLES_MS = 1_000;
/** What a thread takes at its start whatever it reads: programs, fonts, the network for recognising. In bytes. */
const FLOOR = 256 * 2 ** 20;
const MB = 2 ** 20;

interface Watched {
  /** What the process took when it started, in bytes. */
  before: number;
  memoryMb: number;
  end: () => void;
}

/** All that run in this process, the oldest first. */
const running = new Set<Watched>();
let timer: NodeJS.Timeout | undefined;
let settledAt = 0;

/**
 * Calls `end` once the process has come to take far more than at this moment: beyond `memoryMb` for each task that runs,
 * and as much again. A thread's own limit does not count the buffers that files are unpacked into. Who of several took the
 * memory cannot be told, so the youngest is ended: what unpacks without end does so at once. The answer ends the watch.
 */
export function watchMemory(memoryMb: number, end: () => void): () => void {
  const watched: Watched = { before: process.memoryUsage.rss(), memoryMb, end };
  running.add(watched);
  timer ??= setInterval(look, EVERY_MS).unref();
  return () => {
    running.delete(watched);
    if (running.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function look(): void {
  if (performance.now() < settledAt) return;
  const now = process.memoryUsage.rss();
  const all = [...running];
  const own = all.reduce((sum, { memoryMb }) => sum + memoryMb * MB, 0);
  const over = all.some(({ before, memoryMb }) => now - before > FLOOR + own + memoryMb * MB);
  const youngest = all.at(-1);
  if (!over || !youngest) return;
  settledAt = performance.now() + SETTLES_MS;
  running.delete(youngest);
  youngest.end();
}
