/** Keeps `value` in `all` as the newest, and forgets the oldest ones beyond `max`. */
export function remember<K, V>(all: Map<K, V>, key: K, value: V, max: number): void {
  all.delete(key);
  all.set(key, value);
  for (const oldest of all.keys()) {
    if (all.size <= max) return;
    all.delete(oldest);
  }
}
