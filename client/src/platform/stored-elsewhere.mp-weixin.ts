/** The program runs once on a phone. */
export function onStoredElsewhere(run: (key: string) => void): () => void {
  void run;
  return () => undefined;
}
