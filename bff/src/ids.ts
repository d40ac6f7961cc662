import { v7 } from 'uuid';

/**
 * A new id: a UUID of version 7 (RFC 9562). Ids of one process sort in the order they were made, which is how messages
 * are paged without a counter in the database.
 */
export function newId(): string {
  return v7();
}
