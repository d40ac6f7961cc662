import { before } from '@huati/ranking';
import type { Turn } from './budget';

/** What one retrieval did without, and how long its steps took. */
export interface Attempts {
  readonly warnings: readonly string[];
  /** Whether something failed that is configured. */
  readonly failed: boolean;
  readonly timings: Readonly<Record<string, number>>;
  warn(warning: string): void;
  /** Adds `ms` to what a step took. */
  took(step: string, ms: number): void;
  /**
   * What `work` gives; where it fails, or has given nothing when its turn ends, `instead` and a warning. Rejects where the asker has
   * gone.
   */
  attempt<T>(step: string, turn: Turn, work: (turn: Turn) => Promise<T>, instead: T): Promise<T>;
  timed<T>(step: string, work: () => Promise<T>): Promise<T>;
}

export function createAttempts(signal: AbortSignal): Attempts {
  const warnings = new Set<string>();
  let failed = false;
  const timings: Record<string, number> = {};
  const took = (step: string, ms: number): void => {
    timings[step] = (timings[step] ?? 0) + Math.round(ms * 100) / 100;
  };
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    try {
      return await work();
    } finally {
      took(step, performance.now() - start);
    }
  };
  return {
    get warnings() {
      return [...warnings];
    },
    get failed() {
      return failed;
    },
    timings,
    warn: (warning) => warnings.add(warning),
    took,
    timed,
    attempt: async (step, turn, work, instead) => {
      try {
        return await timed(step, () => before(turn.signal, work(turn)));
      } catch (error) {
        signal.throwIfAborted();
        failed = true;
        // The message may name hosts and keys of the deployment: the kind of error is all that goes out.
        warnings.add(`no_${step}: done without, ${error instanceof Error ? error.name : 'it failed'}`);
        return instead;
      }
    },
  };
}
