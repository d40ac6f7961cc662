/** Keeps a text under `key` until the tab is closed, also while it shows another page. A browser may keep nothing. */
export function keepUntilClosed(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // It is asked for again then.
    return;
  }
}

/** What was kept under `key`; undefined where nothing was. */
export function keptUntilClosed(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
