import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../../worker';
import type { RankingResult, RankingTask } from './ranking-worker';

interface Waiting {
  resolve(result: RankingResult): void;
  reject(error: Error): void;
}

/** The thread that ranks, which starts with the first task. */
export interface RankingThread {
  /** Tasks are done in turn. Rejects where the thread ends meanwhile. */
  run(task: RankingTask): Promise<RankingResult>;
  close(): Promise<void>;
}

export function createRankingThread(): RankingThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let asked = 0;

  const gone = (error: Error): void => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = startWorker('ranking-worker', import.meta.url);
    started.on('message', ({ id, result }: { id: number; result: RankingResult }) => {
      waiting.get(id)?.resolve(result);
      waiting.delete(id);
    });
    started.on('error', gone);
    started.on('exit', () => {
      if (worker === started) gone(new Error('the ranking ended'));
    });
    return started;
  };

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        asked += 1;
        waiting.set(asked, { resolve, reject });
        worker.postMessage({ id: asked, task });
      }),
    close: async () => {
      const ending = worker;
      gone(new Error('the ranking is closed'));
      await ending?.terminate();
    },
  };
}
