import type { Transaction } from 'kysely';
import type { Database } from '../../db/database';
import type { DialectDifferences } from '../../db/dialect';
import type { Schema } from '../../db/schema';
import { moveKnowledge } from '../knowledge/moved.repository';

/** Every table whose rows belong to a user and move with a guest. */
export const MOVING = [
  'topics',
  'messages',
  'roles',
  'templates',
  'attachments',
  'shares',
  'reports',
  'knowledge',
  'handoffs',
] as const satisfies (keyof Schema)[];
/** Those whose rows stay: a guest's device goes on asking about its link with the guest's token; who did something did it. */
export const STAYING = ['links', 'audit'] as const satisfies (keyof Schema)[];

/** How often the transaction is begun that the database undoes for another one's sake. */
const TRIES = 4;
/** Ids a statement. */
const CHUNK = 500;

export interface MovingRepository {
  /**
   * Gives everything of the guest to the account, all of it or nothing, which its device is from then on, and tells the moved
   * topics, the newest activity first. Where `guestId` is no guest's, or has nothing (any more), nothing moves.
   */
  move(guestId: string, accountId: string): Promise<string[]>;
}

export function createMovingRepository({ kysely, dialect }: Database): MovingRepository {
  const move = async (guestId: string, accountId: string, tries = TRIES): Promise<string[]> => {
    try {
      return await kysely.transaction().execute((trx) => moveAll(trx, dialect, guestId, accountId));
    } catch (error) {
      if (!dialect.isDeadlock(error) || tries <= 1) throw error;
      return move(guestId, accountId, tries - 1);
    }
  };
  return { move: (guestId, accountId) => move(guestId, accountId) };
}

async function moveAll(
  trx: Transaction<Schema>,
  dialect: DialectDifferences,
  guestId: string,
  accountId: string,
): Promise<string[]> {
  if (guestId === accountId) return [];
  // Locks the guest: a topic that is being begun is stored before, or waits and stays the guest's.
  const { numUpdatedRows } = await trx
    .updateTable('users')
    .set({ kind: 'guest' })
    .where('id', '=', guestId)
    .where('kind', '=', 'guest')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return [];
  const topics = await trx
    .selectFrom('topics')
    .select('id')
    .where('user_id', '=', guestId)
    .orderBy('updated_at', 'desc')
    .execute();
  await pointTo(trx, guestId, accountId);
  await forgetAsksOfBoth(trx, guestId, accountId);
  await moveKnowledge(trx, dialect, guestId, accountId);
  for (const table of MOVING) {
    await trx.updateTable(table).set({ user_id: accountId }).where('user_id', '=', guestId).execute();
  }
  return topics.map(({ id }) => id);
}

/** The guest's device is the account's from now on. Whoever things move to is moved no further, so that no circle comes of it. */
async function pointTo(trx: Transaction<Schema>, guestId: string, accountId: string): Promise<void> {
  await trx.updateTable('users').set({ moved_to: accountId }).where('id', '=', guestId).execute();
  await trx.updateTable('users').set({ moved_to: null }).where('id', '=', accountId).execute();
}

/** A phone that lost a reply may have asked the same as guest and with its account, and an `askId` is there once a user. */
async function forgetAsksOfBoth(trx: Transaction<Schema>, guestId: string, accountId: string): Promise<void> {
  const both = await trx
    .selectFrom('messages as guests')
    .innerJoin('messages as accounts', 'accounts.ask_id', 'guests.ask_id')
    .select('guests.id')
    .where('guests.user_id', '=', guestId)
    .where('accounts.user_id', '=', accountId)
    .execute();
  for (let at = 0; at < both.length; at += CHUNK) {
    const ids = both.slice(at, at + CHUNK).map(({ id }) => id);
    await trx.updateTable('messages').set({ ask_id: null }).where('id', 'in', ids).execute();
  }
}
