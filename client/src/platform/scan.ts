/** Whether this device shows codes to be scanned, or scans them. */
export const scans: boolean = false;

/** What a code that was held before the camera says; null where nothing was scanned. */
export function scanCode(): Promise<string | null> {
  return Promise.resolve(null);
}
