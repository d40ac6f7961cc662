/** A page of a mini-program is opened by its query once. */
export function forgetQuery(): void {
  return;
}
