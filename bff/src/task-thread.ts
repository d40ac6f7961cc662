import type { Worker } from 'node:worker_threads';
import { startWorker } from './worker';

/** A task on its way to a thread, and what came of it on the way back, by the same number. */
export interface Numbered<T> {
  id: number;
  task: T;
}
export interface Done<R> {
  id: number;
  result: R;
}

/** A thread that does tasks in turn. It starts with the first one, and again after it ended. */
export interface TaskThread<T, R> {
  /** Rejects where the thread ends meanwhile. */
  run(task: T): Promise<R>;
  close(): Promise<void>;
}

interface Waiting<R> {
  resolve(result: R): void;
  reject(error: Error): void;
}

/** The thread of the program `name` beside `base`, which takes `Numbered` tasks and answers each with `Done`. */
export function createTaskThread<T, R>(name: string, base: string): TaskThread<T, R> {
  const waiting = new Map<number, Waiting<R>>();
  let worker: Worker | undefined;
  let asked = 0;

  const gone = (error: Error): void => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = startWorker(name, base);
    started.on('message', ({ id, result }: Done<R>) => {
      waiting.get(id)?.resolve(result);
      waiting.delete(id);
    });
    started.on('error', (error) => {
      if (worker === started) gone(error);
    });
    started.on('exit', () => {
      if (worker === started) gone(new Error(`${name} ended`));
    });
    return started;
  };

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        asked += 1;
        waiting.set(asked, { resolve, reject });
        worker.postMessage({ id: asked, task } satisfies Numbered<T>);
      }),
    close: async () => {
      const ending = worker;
      gone(new Error(`${name} is closed`));
      await ending?.terminate();
    },
  };
}
