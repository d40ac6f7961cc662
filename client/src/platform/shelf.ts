import { readStored, removeStored, storedKeys, writeStored } from './storage';
import { SHELF_BYTES } from './storage-limit';

/** The most that one key may hold, in UTF-8 bytes: WeChat's limit of 1 MB, less what its own encoding may add. */
export const ENTRY_BYTES = 900_000;

const INDEX = 'shelf.index';

interface Entry {
  key: string;
  bytes: number;
}

/**
 * Things kept on the device for want of nothing but speed: each can be read from the server again, so the one that was
 * not used for longest goes when room is needed.
 */
export interface Shelf {
  get(key: string): unknown;
  /** Keeps `value`, anything JSON can carry. False where it is larger than ENTRY_BYTES, or there is no room at all. */
  put(key: string, value: unknown): boolean;
  remove(key: string): void;
  /** Lets go of what was not used for longest. False where there is nothing left. */
  evict(): boolean;
  clear(): void;
}

let device: Shelf | undefined;

/** The one shelf of this device. */
export function deviceShelf(): Shelf {
  device ??= createShelf();
  return device;
}

export function createShelf(limit: number = SHELF_BYTES): Shelf {
  const save = (next: Entry[]): boolean => writeStored(INDEX, next);
  const evict = (): boolean => {
    const [oldest, ...rest] = entries();
    if (!oldest) return false;
    removeStored(oldest.key);
    save(rest);
    return true;
  };
  const used = (): number => entries().reduce((sum, { bytes }) => sum + bytes, 0);

  return {
    get: (key) => {
      const index = entries();
      const entry = index.find((each) => each.key === nameOf(key));
      if (!entry) return undefined;
      if (index[index.length - 1] !== entry) save([...index.filter((each) => each !== entry), entry]);
      return readStored(entry.key);
    },
    put: (key, value) => {
      const name = nameOf(key);
      const bytes = utf8Bytes(JSON.stringify(value));
      if (bytes > ENTRY_BYTES || bytes > limit) return false;
      save(entries().filter((each) => each.key !== name));
      while (used() + bytes > limit && evict());
      // The device may have less room than we allow ourselves.
      while (!writeStored(name, value)) if (!evict()) return false;
      save([...entries(), { key: name, bytes }]);
      return true;
    },
    remove: (key) => {
      const name = nameOf(key);
      removeStored(name);
      save(entries().filter((each) => each.key !== name));
    },
    evict,
    clear: () => {
      for (const name of storedKeys('shelf.')) removeStored(name);
    },
  };
}

/** The bytes of `text` in UTF-8; mini-programs have no TextEncoder. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Three for most of what is beyond Latin; the two halves of a pair make four together.
    if (unit > 0x7f) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}

function nameOf(key: string): string {
  return `shelf.${key}`;
}

/** The one used last stands last. Read anew each time: another tab may have changed it. */
function entries(): Entry[] {
  const stored = readStored(INDEX);
  if (!Array.isArray(stored)) return [];
  return stored.filter((entry: unknown): entry is Entry => {
    return typeof entry === 'object' && entry !== null && 'key' in entry && 'bytes' in entry;
  });
}
