import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { Unreadable, type Progress } from './extracted';
import { createTurns } from './turns';
import type { Results, Task, Told } from './tasks';

export interface PoolOptions {
  threads: number;
  /** The longest time of one task, in milliseconds. */
  timeoutMs: number;
  /** The most that a thread's own objects may take. */
  memoryMb: number;
  /** How long a thread without a task is kept, in milliseconds. */
  idleMs: number;
}

export interface Pool {
  /**
   * Has a thread do the task, once one is free. Throws `Unreadable`, also `too_slow` and `too_heavy`: the thread that a task
   * takes beyond its limits is ended, and others go on. Throws the signal's reason once it is aborted.
   */
  run<T extends Task>(task: T, signal: AbortSignal, progress?: Progress): Promise<Results[T['do']]>;
  close(): Promise<void>;
}

/** Threads that live as long as there is work, and do not keep the process alive. */
export function createPool({ threads, timeoutMs, memoryMb, idleMs }: PoolOptions): Pool {
  const pool = new Piscina<Task & { port: MessagePort }, Told>({
    filename: worker(import.meta.url),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleMs,
    // A thread that waits on shared memory hears nothing of the threads that it has itself.
    atomics: 'disabled',
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 64 },
  });
  // A thread that fails without a task: the next task gets another. Unheard, it would end the process.
  pool.on('error', () => undefined);

  // The pool's own queue is left empty: what waits in it is forgotten when a task before it is ended with its thread.
  const turns = createTurns(threads);

  return {
    async run<T extends Task>(task: T, signal: AbortSignal, progress?: Progress) {
      signal.throwIfAborted();
      const end = await turns.take(signal);
      const stop = new AbortController();
      const { port1, port2 } = new MessageChannel();
      let timer: NodeJS.Timeout | undefined;
      const limit = { passed: false };
      port1.on('message', (said: 'started' | [number, number]) => {
        if (said !== 'started') return progress?.(...said);
        timer = setTimeout(() => {
          limit.passed = true;
          stop.abort();
        }, timeoutMs);
      });
      port1.unref();
      const forward = (): void => stop.abort();
      signal.addEventListener('abort', forward, { once: true });
      try {
        const told = await pool.run({ ...task, port: port2 }, { signal: stop.signal, transferList: [port2] });
        if ('reason' in told) throw new Unreadable(told.reason, told.message);
        return told.done as Results[T['do']];
      } catch (error) {
        signal.throwIfAborted();
        if (limit.passed) throw new Unreadable('too_slow', `It took more than ${timeoutMs} ms.`, { cause: error });
        if (isOutOfMemory(error)) throw new Unreadable('too_heavy', 'It took too much memory.', { cause: error });
        throw error;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', forward);
        port1.close();
        end();
      }
    },
    close: () => pool.destroy(),
  };
}

/** The program of the threads, beside `base`: the bundled one, or where the sources run as they are, from there. */
function worker(base: string): string {
  return new URL(base.endsWith('.ts') ? './from-source.mjs' : './extraction-worker.js', base).href;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
