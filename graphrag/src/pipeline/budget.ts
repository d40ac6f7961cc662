/** The time of one step. */
export interface Turn {
  /** Aborted where it is over, or whoever asked has gone. */
  signal: AbortSignal;
  /** Aborted where that says nothing of whom the step asked: there was hardly time, or nobody waits any more. */
  excuse: AbortSignal;
}

/** The time of a whole retrieval. */
export interface Budget {
  /** From now until `share` of the whole time has passed, and for `most` ms at most. */
  turn(share: number, most?: number): Turn;
}

/** Whoever has less time than this and does not answer is not to blame, in ms. */
const FAIR_MS = 400;

/** `ms` from now on, for whoever waits until `asker` is aborted. */
export function createBudget(asker: AbortSignal, ms: number): Budget {
  const start = performance.now();
  return {
    turn: (share, most = Infinity) => {
      const left = start + share * ms - performance.now();
      const time = Math.max(0, Math.round(Math.min(left, most)));
      const signal = AbortSignal.any([asker, AbortSignal.timeout(time)]);
      return { signal, excuse: time < FAIR_MS ? signal : asker };
    },
  };
}
