type Listener = (reason: string) => void;

let listener: Listener | null = null;

/** Tells of what could not be kept, for example because the device's storage is full. */
export function onStorageFailure(run: Listener): void {
  listener = run;
}

/** What was kept under `key`; undefined where nothing was, or nothing can be read. The shape is the caller's to check. */
export function readStored(key: string): unknown {
  try {
    const value: unknown = uni.getStorageSync(key);
    return value === '' ? undefined : value;
  } catch (error) {
    listener?.(String(error));
    return undefined;
  }
}

/** The keys that begin with `prefix`. */
export function storedKeys(prefix: string): string[] {
  try {
    return uni.getStorageInfoSync().keys.filter((key) => key.startsWith(prefix));
  } catch (error) {
    listener?.(String(error));
    return [];
  }
}

/** Keeps `value`, anything JSON can carry, under `key`. Out: whether it was kept. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    uni.setStorageSync(key, value);
    return true;
  } catch (error) {
    listener?.(String(error));
    return false;
  }
}

/** Forgets what is under `key`. */
export function removeStored(key: string): void {
  try {
    uni.removeStorageSync(key);
  } catch (error) {
    listener?.(String(error));
  }
}
