/** Keys that turn pages are for browsers. */
export function onListKeys(): void {
  // There are none.
}
