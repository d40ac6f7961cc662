/** Work goes on for so long at once; then whatever else is waiting has its turn, ms. */
const SLICE_MS = 12;

/** Something that takes its time and can be called off. */
export interface Task {
  cancelled: boolean;
  /** How far it is, 0 to 1. */
  progress: (done: number) => void;
}

/** Thrown out of work that was called off. */
export class Cancelled extends Error {}

/** Throws where it was called off. */
export function stopIfCancelled({ cancelled }: Task): void {
  if (cancelled) throw new Cancelled();
}

/** Does work piece by piece, so that nobody waits. Out: its result. Rejects with `Cancelled`, and with whatever the work throws. */
export async function inSlices<T>(work: Generator<number, T>, task: Task): Promise<T> {
  let since = Date.now();
  for (;;) {
    stopIfCancelled(task);
    const { done, value } = work.next();
    if (done) return value;
    if (Date.now() - since < SLICE_MS) continue;
    task.progress(value);
    await new Promise((resolve) => setTimeout(resolve, 0));
    since = Date.now();
  }
}
