/** Runs when the phone is short of memory. Browsers say nothing of it. Out: stops it. */
export function onMemoryShort(run: () => void): () => void {
  void run;
  return () => undefined;
}
