let count = 0;

/** An element id that no other element of this run has. */
export function nextId(prefix: string): string {
  count += 1;
  return `${prefix}-${count}`;
}
