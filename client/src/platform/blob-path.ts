/** Gives a file in memory a path, under which it can be shown; null where files lie on the device by themselves. */
export const pathOfBlob: ((blob: Blob) => string) | null = (blob) => URL.createObjectURL(blob);

/** Frees what lies under a path of `pathOfBlob`; nothing shows it from now on. */
export function letGo(path: string): void {
  URL.revokeObjectURL(path);
}
