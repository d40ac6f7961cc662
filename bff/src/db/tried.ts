import type { Transaction } from 'kysely';
import type { Database } from './database';
import type { Schema } from './schema';

/** How often a transaction is begun that the database undoes for another one's sake. */
const TRIES = 4;

/**
 * Does `work` in a transaction, and once more from the start where the database undid it to let another one pass, or where the
 * same was inserted at the same time. Throws what `work` throws.
 */
export async function tried<T>(
  { kysely, dialect }: Pick<Database, 'kysely' | 'dialect'>,
  work: (trx: Transaction<Schema>) => Promise<T>,
  tries = TRIES,
): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await kysely.transaction().execute(work);
    } catch (error) {
      if (left < 1 || !(dialect.isDeadlock(error) || dialect.isDuplicate(error))) throw error;
    }
  }
}
