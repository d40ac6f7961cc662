/** Downloads are temporary files. */
export const pathOfBlob = null;

/** Nothing to do: temporary files go with the program. */
export function letGo(path: string): void {
  void path;
}
