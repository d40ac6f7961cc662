import type { Database } from '../../db/database';
import type { NewUser, UserRow } from '../../db/schema';

export interface AccountRepository {
  findById(id: string): Promise<UserRow | undefined>;
  /** Whoever everything of the user moved to, by however many moves, and is there still; the user where nothing did. */
  followed(row: UserRow): Promise<UserRow>;
  /** The user of this kind and identity; `candidate` becomes it where there is none, also when two ask at once. */
  findOrCreate(candidate: NewUser): Promise<UserRow>;
  setUnionid(id: string, unionid: string): Promise<void>;
}

export function createAccountRepository({ kysely, dialect }: Database): AccountRepository {
  const findByIdentity = (kind: UserRow['kind'], hash: string) =>
    kysely
      .selectFrom('users')
      .selectAll()
      .where('kind', '=', kind)
      .where('identity_hash', '=', hash)
      .executeTakeFirst();

  const findById = (id: string) => kysely.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();

  return {
    findById,

    followed: async (row) => {
      // Moves make no circle, yet nobody's log-in is to hang on that.
      const seen = new Set<string>();
      let at = row;
      while (at.moved_to !== null && !seen.has(at.id)) {
        seen.add(at.id);
        const next = await findById(at.moved_to);
        if (!next) break;
        at = next;
      }
      return at;
    },

    findOrCreate: async (candidate) => {
      const known = await findByIdentity(candidate.kind, candidate.identity_hash);
      if (known) return known;
      try {
        await kysely.insertInto('users').values(candidate).execute();
        return { openid: null, unionid: null, moved_to: null, ...candidate };
      } catch (error) {
        if (!dialect.isDuplicate(error)) throw error;
        const winner = await findByIdentity(candidate.kind, candidate.identity_hash);
        if (!winner) throw error;
        return winner;
      }
    },

    setUnionid: async (id, unionid) => {
      await kysely.updateTable('users').set({ unionid }).where('id', '=', id).execute();
    },
  };
}
