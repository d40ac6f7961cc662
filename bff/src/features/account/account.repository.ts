import type { Database } from '../../db/database';
import type { UsersTable } from '../../db/schema';

export interface AccountRepository {
  findById(id: string): Promise<UsersTable | undefined>;
  /** The user of this kind and identity; `candidate` becomes it where there is none, also when two ask at once. */
  findOrCreate(candidate: UsersTable): Promise<UsersTable>;
}

export function createAccountRepository({ kysely, dialect }: Database): AccountRepository {
  const findByIdentity = (kind: UsersTable['kind'], hash: string) =>
    kysely
      .selectFrom('users')
      .selectAll()
      .where('kind', '=', kind)
      .where('identity_hash', '=', hash)
      .executeTakeFirst();

  return {
    findById: (id) => kysely.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst(),

    findOrCreate: async (candidate) => {
      const known = await findByIdentity(candidate.kind, candidate.identity_hash);
      if (known) return known;
      try {
        await kysely.insertInto('users').values(candidate).execute();
        return candidate;
      } catch (error) {
        if (!dialect.isDuplicate(error)) throw error;
        const winner = await findByIdentity(candidate.kind, candidate.identity_hash);
        if (!winner) throw error;
        return winner;
      }
    },
  };
}
