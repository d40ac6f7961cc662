import * as v from 'valibot';

// What uni keeps in a browser, as it keeps it: a text as it is, all else as JSON beside its type.
const Kept = v.object({ type: v.string(), data: v.unknown() });

/** Tells nobody: a page that is only read can do without what it keeps. */
export function onStorageFailure(run: (reason: string) => void): void {
  void run;
}

/** What was kept under `key`; undefined where nothing was, or nothing can be read. The shape is the caller's to check. */
export function readStored(key: string): unknown {
  try {
    const text = localStorage.getItem(key);
    if (text === null || !text.startsWith('{')) return text ?? undefined;
    const kept = v.safeParse(Kept, JSON.parse(text));
    return kept.success ? kept.output.data : undefined;
  } catch {
    return undefined;
  }
}

/** The keys that begin with `prefix`. */
export function storedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** Keeps `value`, anything JSON can carry, under `key`. Out: whether it was kept. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    const text = typeof value === 'string' ? value : JSON.stringify({ type: typeof value, data: value });
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** Forgets what is under `key`. */
export function removeStored(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser that lets nothing be kept has nothing to forget.
    return;
  }
}
