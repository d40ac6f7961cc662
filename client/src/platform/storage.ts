import * as v from 'valibot';

type Listener = (reason: string) => void;

let listener: Listener | null = null;

// What uni keeps in a browser, as it keeps it: a text as it is, all else as JSON beside its type. Browsers have it from earlier.
const Kept = v.object({ type: v.string(), data: v.unknown() });

/** Tells of what could not be kept, for example because the device's storage is full. */
export function onStorageFailure(run: Listener): void {
  listener = run;
}

/** What was kept under `key`; undefined where nothing was, or nothing can be read. The shape is the caller's to check. */
export function readStored(key: string): unknown {
  try {
    const text = localStorage.getItem(key);
    return text?.startsWith('{') ? unpacked(text) : (text ?? undefined);
  } catch (error) {
    listener?.(String(error));
    return undefined;
  }
}

/** The keys that begin with `prefix`. */
export function storedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch (error) {
    listener?.(String(error));
    return [];
  }
}

/** Keeps `value`, anything JSON can carry, under `key`. Out: whether it was kept. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    const plain = typeof value === 'string' && !value.startsWith('{');
    localStorage.setItem(key, plain ? value : JSON.stringify({ type: typeof value, data: value }));
    return true;
  } catch (error) {
    listener?.(String(error));
    return false;
  }
}

/** Forgets what is under `key`. */
export function removeStored(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch (error) {
    listener?.(String(error));
  }
}

function unpacked(text: string): unknown {
  try {
    const kept = v.safeParse(Kept, JSON.parse(text));
    return kept.success ? kept.output.data : text;
  } catch {
    // A text that only begins like that.
    return text;
  }
}
