import { attempted } from './storage-failure';

export { onStorageFailure } from './storage-failure';

/** What was kept under `key`; undefined where nothing was, or nothing can be read. The shape is the caller's to check. */
export function readStored(key: string): unknown {
  const value = attempted((): unknown => uni.getStorageSync(key), undefined);
  return value === '' ? undefined : value;
}

/** The keys that begin with `prefix`. */
export function storedKeys(prefix: string): string[] {
  return attempted(() => uni.getStorageInfoSync().keys, []).filter((key) => key.startsWith(prefix));
}

/** Keeps `value`, anything JSON can carry, under `key`. Out: whether it was kept. */
export function writeStored(key: string, value: unknown): boolean {
  return attempted(() => {
    uni.setStorageSync(key, value);
    return true;
  }, false);
}

/** Forgets what is under `key`. */
export function removeStored(key: string): void {
  attempted(() => uni.removeStorageSync(key), undefined);
}
