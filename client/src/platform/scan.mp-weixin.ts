/** Whether this device shows codes to be scanned, or scans them. */
export const scans: boolean = true;

/** What a code that was held before the camera says; null where nothing was scanned. */
export function scanCode(): Promise<string | null> {
  return new Promise((resolve) => {
    uni.scanCode({
      scanType: ['qrCode'],
      success: ({ result }) => resolve(result),
      fail: () => resolve(null),
    });
  });
}
