/** Proof of who is logged in to what the program runs in, for one use; null where there is no such account. */
export function hostCode(): Promise<string | null> {
  return Promise.resolve(null);
}
