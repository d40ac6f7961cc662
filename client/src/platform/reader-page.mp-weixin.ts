/** There is none: the program's own page shows a share. */
export function readInstead(shareId: string): boolean {
  void shareId;
  return false;
}
