/** Lists of things under keys, each list in the order of the things' ids. A list is put in order when it is next read. */
export class SortedLists<T extends { readonly id: string }> {
  readonly #lists = new Map<string, { of: T[]; sorted: boolean }>();

  add(key: string, one: T): void {
    const list = this.#lists.get(key);
    if (list === undefined) {
      this.#lists.set(key, { of: [one], sorted: true });
      return;
    }
    const last = list.of.at(-1);
    list.sorted &&= last === undefined || last.id <= one.id;
    list.of.push(one);
  }

  get(key: string): readonly T[] {
    const list = this.#lists.get(key);
    if (list === undefined) return [];
    if (!list.sorted) {
      list.of.sort(byId);
      list.sorted = true;
    }
    return list.of;
  }

  /** Takes `gone` out of the lists of `keys`, each of which is gone through once. */
  remove(keys: Iterable<string>, gone: ReadonlySet<T>): void {
    for (const key of keys) {
      const list = this.#lists.get(key);
      if (list === undefined) continue;
      list.of = list.of.filter((one) => !gone.has(one));
      if (list.of.length === 0) this.#lists.delete(key);
    }
  }
}

/** Sorts by id. */
export function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}
