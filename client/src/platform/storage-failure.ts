type Listener = (reason: string) => void;

let listener: Listener | null = null;

/** Tells of what could not be kept, for example because the device's storage is full. */
export function onStorageFailure(run: Listener): void {
  listener = run;
}

/** What `use` makes of the device's storage; where that fails it is told, and `otherwise` is given. */
export function attempted<T>(use: () => T, otherwise: T): T {
  try {
    return use();
  } catch (error) {
    listener?.(String(error));
    return otherwise;
  }
}
