/** Rows that differ less than this count as equal: browsers round by their own rules; px. */
const SAME_PX = 0.1;

/**
 * How high rows are: as measured, else guessed. The guesses are corrected by how far those of the measured rows were off, so that
 * they fit any width and size of letters.
 */
export class RowHeights {
  private readonly measured = new Map<string, { px: number; guess: number }>();
  private sum = 0;
  private guessed = 0;

  of(key: string, guess: number): number {
    const known = this.measured.get(key);
    if (known) return known.px;
    return this.guessed === 0 ? guess : (guess * this.sum) / this.guessed;
  }

  /** Notes what was measured. Out: by how much it is more than was known, px; 0 where nothing was. */
  set(key: string, px: number, guess: number): number {
    const known = this.measured.get(key);
    if (known && Math.abs(known.px - px) < SAME_PX) return 0;
    this.forget(key);
    this.measured.set(key, { px, guess });
    this.sum += px;
    this.guessed += guess;
    return known ? px - known.px : 0;
  }

  /** How many rows are known. */
  get size(): number {
    return this.measured.size;
  }

  /** Forgets all rows but these. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of [...this.measured.keys()]) if (!keys.has(key)) this.forget(key);
  }

  /** Another width: nothing holds any more, neither what was measured nor how far guesses were off. */
  clear(): void {
    this.measured.clear();
    this.sum = 0;
    this.guessed = 0;
  }

  private forget(key: string): void {
    const known = this.measured.get(key);
    if (!known) return;
    this.measured.delete(key);
    this.sum -= known.px;
    this.guessed -= known.guess;
  }
}
