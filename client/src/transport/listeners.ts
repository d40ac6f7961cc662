/** A list of listeners of one kind of event. */
export interface Listeners<Args extends unknown[]> {
  /** Adds a listener. Out: the function that takes it away again. */
  add(run: (...args: Args) => void): () => void;
  tell(...args: Args): void;
}

export function listeners<Args extends unknown[]>(): Listeners<Args> {
  const all = new Set<(...args: Args) => void>();
  return {
    add(run) {
      all.add(run);
      return () => void all.delete(run);
    },
    tell(...args) {
      for (const run of [...all]) run(...args);
    },
  };
}
