/** Lets so many in at once, the others in the order of their coming. */
export interface Turns {
  /** Waits for a turn, and gives the function that ends it. Throws the signal's reason where that comes first. */
  take(signal: AbortSignal): Promise<() => void>;
}

export function createTurns(count: number): Turns {
  let free = count;
  const waiting = new Set<() => void>();

  const next = (): void => {
    free += 1;
    const [first] = waiting;
    first?.();
  };

  const taken = (): (() => void) => {
    free -= 1;
    let held = true;
    return () => {
      if (held) next();
      held = false;
    };
  };

  return {
    take(signal) {
      if (free > 0) return Promise.resolve(taken());
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(enter);
          reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        const enter = (): void => {
          waiting.delete(enter);
          signal.removeEventListener('abort', leave);
          resolve(taken());
        };
        waiting.add(enter);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}
