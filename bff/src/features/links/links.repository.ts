import { sql } from 'kysely';
import type { Database } from '../../db/database';
import type { LinkRow } from '../../db/schema';

/** How long a link can be confirmed, and how long it is there at least once it was, in ms. */
export const LINK_MS = 3 * 60_000;
const CONFIRMED_MS = 60_000;
/** Links of one user that are open at the same time. */
const OPEN = 5;
/** So long after its end, in ms, a link still tells that it has expired. */
const KEPT_MS = 10 * 60_000;

export type FoundLink = Pick<LinkRow, 'user_id' | 'confirmed_by'> & { expired: boolean };

/** Links, named by the hash of their id and timed by the database's clock. */
export interface LinksRepository {
  /** Stores a link and tells when it ends, in ms since 1970. What is over goes, and the user's oldest beyond five. */
  create(idHash: string, userId: string): Promise<number>;
  find(idHash: string): Promise<FoundLink | undefined>;
  /** The link is this account's to confirm: false where it is not there, has expired, or another confirmed it before. */
  confirm(idHash: string, accountId: string): Promise<boolean>;
}

export function createLinksRepository({ kysely, dialect }: Database): LinksRepository {
  const { now } = dialect;
  const in_ = (ms: number) => sql<number>`${now} + ${sql.lit(ms)}`;

  const dropOldest = async (userId: string): Promise<void> => {
    const old = await kysely
      .selectFrom('links')
      .select('id_hash')
      .where('user_id', '=', userId)
      .orderBy('created_at', 'desc')
      .orderBy('id_hash')
      .limit(100)
      .offset(OPEN)
      .execute();
    const hashes = old.map(({ id_hash: hash }) => hash);
    if (hashes.length > 0) await kysely.deleteFrom('links').where('id_hash', 'in', hashes).execute();
  };

  return {
    create: async (idHash, userId) => {
      await kysely.deleteFrom('links').where('expires_at', '<', in_(-KEPT_MS)).execute();
      await kysely
        .insertInto('links')
        .values({ id_hash: idHash, user_id: userId, confirmed_by: null, created_at: now, expires_at: in_(LINK_MS) })
        .execute();
      await dropOldest(userId);
      const { expires_at: end } = await kysely
        .selectFrom('links')
        .select('expires_at')
        .where('id_hash', '=', idHash)
        .executeTakeFirstOrThrow();
      return end;
    },

    find: async (idHash) => {
      const row = await kysely
        .selectFrom('links')
        .select(['user_id', 'confirmed_by', sql<number>`expires_at <= ${now}`.as('expired')])
        .where('id_hash', '=', idHash)
        .executeTakeFirst();
      return row && { ...row, expired: row.expired === 1 };
    },

    confirm: async (idHash, accountId) => {
      const open = () => kysely.updateTable('links').where('id_hash', '=', idHash).where('expires_at', '>', now);
      const { numUpdatedRows } = await open()
        .set({ confirmed_by: accountId })
        .where('confirmed_by', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) {
        // Its creator may ask for it only now and then, and has to get it still.
        await open()
          .set({ expires_at: in_(CONFIRMED_MS) })
          .where('expires_at', '<', in_(CONFIRMED_MS))
          .execute();
        return true;
      }
      const query = kysely.selectFrom('links').select('id_hash').where('id_hash', '=', idHash);
      const mine = await query.where('confirmed_by', '=', accountId).where('expires_at', '>', now).executeTakeFirst();
      return mine !== undefined;
    },
  };
}
