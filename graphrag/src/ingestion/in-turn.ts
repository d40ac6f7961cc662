/** Does what concerns one thing in the order in which it is asked for, and what concerns others beside it. */
export class InTurn {
  readonly #last = new Map<string, Promise<unknown>>();

  /** What `work` gives, once all that was asked for `key` before is done, well or not. */
  do<T>(key: string, work: () => Promise<T>): Promise<T> {
    const done = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const settled = done.catch(() => undefined);
    this.#last.set(key, settled);
    void settled.then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    });
    return done;
  }
}
