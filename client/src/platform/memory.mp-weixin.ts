interface MemoryWarnings {
  onMemoryWarning(run: () => void): void;
  offMemoryWarning(run: () => void): void;
}

/** Runs when WeChat warns that memory runs short: next it ends programs. Out: stops it. */
export function onMemoryShort(run: () => void): () => void {
  // uni passes these on without having types for them.
  const host = uni as unknown as MemoryWarnings;
  const warned = (): void => run();
  host.onMemoryWarning(warned);
  return () => host.offMemoryWarning(warned);
}
