/** The clock of one stream. What is late does not move what comes after it, so the pace holds over the whole. */
export class Pace {
  readonly #startedAt: number;
  #tokens = 0;

  /** `startAt`: when the first token is due, on the clock of `performance.now()`, in ms. `tokensPerSecond` 0: no pace. */
  constructor(
    startAt: number,
    private readonly tokensPerSecond: number,
  ) {
    this.#startedAt = startAt;
  }

  /** When the next piece is due, in ms of the same clock; counts its `tokens` for those that follow. */
  due(tokens: number): number {
    if (this.tokensPerSecond === 0) return this.#startedAt;
    const at = this.#startedAt + (this.#tokens / this.tokensPerSecond) * 1000;
    this.#tokens += tokens;
    return at;
  }
}
