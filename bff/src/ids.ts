import { v7 } from 'uuid';

/**
 * A new id: a UUID of version 7 (RFC 9562). Ids of one process sort in the order they were made, which is how messages
 * are paged without a counter in the database.
 */
export function newId(): string {
  return v7();
}

/**
 * A new id that sorts after `previous`, also where that was made by a process whose clock is ahead: in the order of their
 * ids the messages of a branch are that branch.
 */
export function newIdAfter(previous: string | null): string {
  const id = newId();
  return previous === null || id > previous ? id : v7({ msecs: madeAt(previous) + 1 });
}

/** When an id was made, in ms since 1970: its first 48 bits. */
function madeAt(id: string): number {
  return parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
