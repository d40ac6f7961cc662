const kept = new Map<string, string>();

/** Keeps a text under `key` while the program runs. */
export function keepUntilClosed(key: string, text: string): void {
  kept.set(key, text);
}

/** What was kept under `key`; undefined where nothing was. */
export function keptUntilClosed(key: string): string | undefined {
  return kept.get(key);
}
