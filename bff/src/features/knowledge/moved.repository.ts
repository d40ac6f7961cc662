import type { Transaction } from 'kysely';
import type { DialectDifferences } from '../../db/dialect';
import type { Schema } from '../../db/schema';
import { retired } from './retired.repository';

/**
 * To be called before everything of a guest becomes an account's: what both have sent goes from the guest's, and the service is
 * told anew whose the rest is.
 */
export async function moveKnowledge(
  trx: Transaction<Schema>,
  dialect: DialectDifferences,
  guestId: string,
  accountId: string,
): Promise<void> {
  const both = await trx
    .selectFrom('knowledge as guests')
    .innerJoin('knowledge as accounts', 'accounts.file_id', 'guests.file_id')
    .select('guests.id')
    .where('guests.user_id', '=', guestId)
    .where('accounts.user_id', '=', accountId)
    .execute();
  for (const { id } of both) {
    await trx.updateTable('knowledge').set(retired(dialect)).where('id', '=', id).execute();
  }
  await trx
    .updateTable('knowledge')
    .set({ status: 'sending', progress: null, since: dialect.now, due_at: dialect.now, tries: 0 })
    .where('user_id', '=', guestId)
    .where('status', 'in', ['sending', 'processing', 'ready'])
    .execute();
}
