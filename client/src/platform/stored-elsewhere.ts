/** Tells under which key another tab of this browser kept or forgot something. Out: stops it. */
export function onStoredElsewhere(run: (key: string) => void): () => void {
  const told = ({ key }: StorageEvent): void => {
    if (key !== null) run(key);
  };
  window.addEventListener('storage', told);
  return () => window.removeEventListener('storage', told);
}
