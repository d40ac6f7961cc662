import * as v from 'valibot';
import { attempted } from './storage-failure';

export { onStorageFailure } from './storage-failure';

// A text as it is, all else as JSON beside its type: as uni kept it in browsers that have it from earlier.
const Kept = v.object({ type: v.string(), data: v.unknown() });

/** What was kept under `key`; undefined where nothing was, or nothing can be read. The shape is the caller's to check. */
export function readStored(key: string): unknown {
  const text = attempted(() => localStorage.getItem(key), null);
  return text?.startsWith('{') ? unpacked(text) : (text ?? undefined);
}

/** The keys that begin with `prefix`. */
export function storedKeys(prefix: string): string[] {
  return attempted(() => Object.keys(localStorage), []).filter((key) => key.startsWith(prefix));
}

/** Keeps `value`, anything JSON can carry, under `key`. Out: whether it was kept. */
export function writeStored(key: string, value: unknown): boolean {
  return attempted(() => {
    const plain = typeof value === 'string' && !value.startsWith('{');
    localStorage.setItem(key, plain ? value : JSON.stringify({ type: typeof value, data: value }));
    return true;
  }, false);
}

/** Forgets what is under `key`. */
export function removeStored(key: string): void {
  attempted(() => localStorage.removeItem(key), undefined);
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
