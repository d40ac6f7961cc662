const listeners = new Set<() => void>();

/**
 * Tells that content was added at the end of what is shown. For platforms whose views do not tell when they change their
 * height.
 */
export function tellGrown(): void {
  for (const run of [...listeners]) run();
}

/** Runs after each `tellGrown`. Out: stops it. */
export function onGrown(run: () => void): () => void {
  listeners.add(run);
  return () => void listeners.delete(run);
}
