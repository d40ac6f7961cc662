export const SYSTEM_SCALE_MAX = 1;

/** The app is not told how large text is set in the phone. */
export function systemTextScale(): number {
  return 1;
}

/** The app's script runs outside of the web view, where no document is: each page's root carries the sizes. */
export function setDocumentSizes(sizes: Record<string, string>): void {
  void sizes;
}
