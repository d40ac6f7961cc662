import type { Registry } from './registry';

/**
 * Which rows of data rest on documents that have changed since the rows were taken in, and are to be taken in again: their quotes
 * stand in other chunks now, or nowhere.
 */
export class Tying {
  readonly #stale = new Set<string>();
  /** When documents changed, by a count of all changes. */
  readonly #changed = new Map<string, number>();
  #changes = 0;

  constructor(private readonly registry: Pick<Registry, 'all'>) {}

  /** How many changes there were so far. */
  get now(): number {
    return this.#changes;
  }

  /** Hears that a document has come, or gone. */
  touch(id: string): void {
    this.#changes += 1;
    this.#changed.set(id, this.#changes);
    for (const other of this.registry.all()) if (other.evidence?.includes(id)) this.#stale.add(other.id);
  }

  /** Hears that rows were taken in that rest on `evidence`, from what there was at `since`. */
  took(id: string, evidence: readonly string[], since: number): void {
    if (evidence.some((other) => (this.#changed.get(other) ?? 0) > since)) this.#stale.add(id);
  }

  /** Those that are to be taken in again, each told once. */
  take(): string[] {
    const ids = [...this.#stale];
    this.#stale.clear();
    return ids;
  }
}
