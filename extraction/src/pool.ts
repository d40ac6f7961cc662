import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { Unreadable, type Progress } from './extracted';
import { watchMemory } from './memory';
import { createTurns } from './turns';
import type { Results, Task, Told } from './tasks';

export interface PoolOptions {
  threads: number;
  /** The longest time of one task, in milliseconds. */
  timeoutMs: number;
  /** The most that a thread's own objects may take; its buffers, which `watchMemory` ends, may take as much again. */
  memoryMb: number;
  /** How long a thread without a task is kept, in milliseconds. */
  idleMs: number;
}

/** Time that several tasks have together, in milliseconds; waiting for a thread does not count. */
export interface Budget {
  leftMs: number;
}

export interface Hearing {
  progress?: Progress;
  /** What the task takes is taken off it; once it is used up, the task is `too_slow`. */
  budget?: Budget;
}

export interface Pool {
  /**
   * Has a thread do the task, once one is free. Throws `Unreadable`, also `too_slow` and `too_heavy`: the thread that a task
   * takes beyond its limits is ended, and others go on. Throws the signal's reason once it is aborted.
   */
  run<T extends Task>(task: T, signal: AbortSignal, hearing?: Hearing): Promise<Results[T['do']]>;
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
    async run<T extends Task>(task: T, signal: AbortSignal, { progress, budget }: Hearing = {}) {
      signal.throwIfAborted();
      const end = await turns.take(signal);
      const limits = limitsOf(Math.min(timeoutMs, budget?.leftMs ?? timeoutMs), memoryMb);
      const { port1, port2 } = new MessageChannel();
      port1.on('message', (said: 'started' | [number, number]) => {
        if (said === 'started') limits.begin();
        else progress?.(...said);
      });
      port1.unref();
      const forward = (): void => limits.stop.abort();
      signal.addEventListener('abort', forward, { once: true });
      try {
        const told = await pool.run({ ...task, port: port2 }, { signal: limits.stop.signal, transferList: [port2] });
        if ('reason' in told) throw new Unreadable(told.reason, told.message);
        return told.done as Results[T['do']];
      } catch (error) {
        signal.throwIfAborted();
        throw limits.asUnreadable(error);
      } finally {
        const took = limits.end();
        if (budget) budget.leftMs -= took;
        signal.removeEventListener('abort', forward);
        port1.close();
        end();
      }
    },
    close: () => pool.destroy(),
  };
}

/** What ends one task that goes beyond its limits. */
function limitsOf(timeoutMs: number, memoryMb: number) {
  const stop = new AbortController();
  let passed: 'too_slow' | 'too_heavy' | undefined;
  let begun: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let unwatch: (() => void) | undefined;
  const pass = (limit: 'too_slow' | 'too_heavy') => () => {
    passed ??= limit;
    stop.abort();
  };
  return {
    stop,
    /** The task has a thread: its time and its memory count from now on. */
    begin(): void {
      begun = performance.now();
      timer = setTimeout(pass('too_slow'), Math.max(0, timeoutMs));
      unwatch = watchMemory(memoryMb, pass('too_heavy'));
    },
    /** Gives how long the task took, in milliseconds. */
    end(): number {
      clearTimeout(timer);
      unwatch?.();
      return begun === undefined ? 0 : performance.now() - begun;
    },
    /** What it means that the task ended by `error`. */
    asUnreadable(error: unknown): unknown {
      if (passed === 'too_slow') return new Unreadable(passed, `It took more than ${timeoutMs} ms.`, { cause: error });
      if (passed === 'too_heavy' || isOutOfMemory(error))
        return new Unreadable('too_heavy', 'It took too much memory.', { cause: error });
      return error;
    },
  };
}

/** The program of the threads, beside `base`: the bundled one, or where the sources run as they are, from there. */
function worker(base: string): string {
  return new URL(base.endsWith('.ts') ? './from-source.mjs' : './extraction-worker.js', base).href;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
