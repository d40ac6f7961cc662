/** Works on one item; rejects only once `signal` is aborted. */
export type Work = (id: string, signal: AbortSignal) => Promise<void>;

interface Running {
  abort: AbortController;
  done: Promise<void>;
}

/**
 * Items that are worked on, so many at once. Owners take turns: who sends a thousand documents holds up nobody who sends one.
 */
export class Queue {
  readonly #waiting = new Map<string, string[]>();
  readonly #running = new Map<string, Running>();
  #idle: (() => void)[] = [];
  #closed = false;

  constructor(
    private readonly atOnce: number,
    private readonly work: Work,
  ) {}

  /** How many wait or are worked on. */
  get size(): number {
    return [...this.#waiting.values()].reduce((sum, { length }) => sum + length, this.#running.size);
  }

  /** Adds an item that does not wait already; one that is worked on just now is worked on again after that. */
  add(id: string, owner: string): void {
    const ids = this.#waiting.get(owner) ?? [];
    if (ids.includes(id)) return;
    this.#waiting.set(owner, [...ids, id]);
    this.#go();
  }

  /** Takes an item out; resolves once it is not worked on any more. */
  async drop(id: string): Promise<void> {
    for (const [owner, ids] of this.#waiting)
      this.#keep(
        owner,
        ids.filter((other) => other !== id),
      );
    const running = this.#running.get(id);
    running?.abort.abort(new Error('taken out'));
    await running?.done;
  }

  /** Resolves once nothing waits and nothing is worked on. */
  async idle(): Promise<void> {
    if (this.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Begins nothing more; resolves once what is worked on was ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    await Promise.all([...this.#running.keys()].map((id) => this.drop(id)));
    this.#tellIdle();
  }

  #go(): void {
    while (!this.#closed && this.#running.size < this.atOnce) {
      const next = this.#next();
      if (!next) return;
      const { owner, ids, id } = next;
      // Behind the others: the next turn is somebody else's.
      this.#waiting.delete(owner);
      this.#keep(
        owner,
        ids.filter((other) => other !== id),
      );
      this.#begin(id);
    }
  }

  #next(): { owner: string; ids: string[]; id: string } | undefined {
    for (const [owner, ids] of this.#waiting) {
      const id = ids.find((each) => !this.#running.has(each));
      if (id !== undefined) return { owner, ids, id };
    }
    return undefined;
  }

  #begin(id: string): void {
    const abort = new AbortController();
    const done = this.work(id, abort.signal)
      .catch(() => undefined)
      .finally(() => {
        this.#running.delete(id);
        this.#go();
        this.#tellIdle();
      });
    this.#running.set(id, { abort, done });
  }

  #keep(owner: string, ids: string[]): void {
    if (ids.length === 0) this.#waiting.delete(owner);
    else this.#waiting.set(owner, ids);
  }

  #tellIdle(): void {
    if (this.size > 0) return;
    for (const tell of this.#idle.splice(0)) tell();
  }
}
