/** The best few of many things, by their scores; of those that are equally good, the first that came. */
export class Best<T> {
  readonly #limit: number;
  readonly #kept: { thing: T; score: number }[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(thing: T, score: number): void {
    const kept = this.#kept;
    const last = kept.at(-1);
    if (kept.length >= this.#limit && (last === undefined || score <= last.score)) return;
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((kept[middle]?.score ?? -Infinity) >= score) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, { thing, score });
    if (kept.length > this.#limit) kept.pop();
  }

  /** The best first. */
  sorted(): readonly { thing: T; score: number }[] {
    return this.#kept;
  }
}
