import { fstatSync } from 'node:fs';

const STDIN = 0;

/** Calls `stop`, once, when this process is told to end, or when the process that started it has gone. */
export function stopWithParent(stop: () => void): void {
  let stopping = false;
  const once = (): void => {
    // The first reason to end is enough: a second may come while the first is being followed.
    if (stopping) return;
    stopping = true;
    stop();
  };
  process.once('SIGTERM', once);
  process.once('SIGINT', once);
  process.once('disconnect', once);
  // A terminal or /dev/null tells nothing about the parent; only a pipe ends when its other side does.
  const stdin = fstatSync(STDIN);
  if (!stdin.isFIFO() && !stdin.isSocket()) return;
  process.stdin.once('close', once);
  process.stdin.once('error', once);
  process.stdin.resume();
}
