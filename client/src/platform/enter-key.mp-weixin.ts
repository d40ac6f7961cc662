/** A phone's keyboard: Enter makes a new line. */
export function isTouchFirst(): boolean {
  return true;
}

/** Keys are not seen here, and the return key makes a new line. Out: nothing to stop. */
export function onSendKey(hostId: string, send: () => void): () => void {
  void hostId;
  void send;
  return () => undefined;
}
