import type { Database } from '../../db/database';
import type { RoleRow } from '../../db/schema';

export interface RolesRepository {
  /** The user's own roles, newest first. */
  list(userId: string): Promise<RoleRow[]>;
  find(userId: string, roleId: string): Promise<RoleRow | undefined>;
  insert(role: RoleRow): Promise<void>;
  update(userId: string, roleId: string, change: Partial<RoleRow>): Promise<void>;
  /** False where the user has no such role. */
  remove(userId: string, roleId: string): Promise<boolean>;
}

/** Far more than people make, and still one page. */
const MOST = 200;

export function createRolesRepository({ kysely }: Database): RolesRepository {
  const roles = () => kysely.selectFrom('roles').selectAll();
  return {
    list: (userId) => roles().where('user_id', '=', userId).orderBy('id', 'desc').limit(MOST).execute(),
    find: (userId, roleId) => roles().where('id', '=', roleId).where('user_id', '=', userId).executeTakeFirst(),
    insert: async (role) => {
      await kysely.insertInto('roles').values(role).execute();
    },
    update: async (userId, roleId, change) => {
      await kysely.updateTable('roles').set(change).where('id', '=', roleId).where('user_id', '=', userId).execute();
    },
    remove: async (userId, roleId) => {
      const query = kysely.deleteFrom('roles').where('id', '=', roleId).where('user_id', '=', userId);
      return (await query.executeTakeFirst()).numDeletedRows > 0n;
    },
  };
}
