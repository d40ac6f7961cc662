/** Turns of the event loop in which is read what came while the process stood still. */
const TURNS = 3;

/**
 * Calls `run` once what has come by now was read. Timers are served before sockets: after a pause of the whole machine, what
 * came in time would be taken for late.
 */
export function onceRead(run: () => void, turns = TURNS): void {
  setImmediate(() => (turns > 1 ? onceRead(run, turns - 1) : run()));
}

/** `work`, or a rejection that says `late` where it takes longer than `ms`. The work itself goes on. */
export async function withinTime<T>(work: Promise<T>, ms: number, late: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => onceRead(() => reject(new Error(`${late} within ${ms} ms`))), ms);
  });
  try {
    return await Promise.race([work, passed]);
  } finally {
    clearTimeout(timer);
  }
}

/** Aborts after `ms` with a `TimeoutError`, as `AbortSignal.timeout`, but lets what had come by then be read first. */
export function deadline(ms: number): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new DOMException(`not within ${ms} ms`, 'TimeoutError'));
  setTimeout(() => onceRead(abort), ms).unref();
  return controller.signal;
}
