import { TEMPLATES_MAX } from '@huati/shared';
import type { Database } from '../../db/database';
import type { TemplateRow } from '../../db/schema';
import { tried } from '../../db/tried';

/** Why a template is not kept: it is another user's, or there are enough of them. */
export type NotKept = 'foreign' | 'full';

export interface TemplatesRepository {
  /** The user's own templates, the one changed last first. */
  list(userId: string): Promise<TemplateRow[]>;
  /** Keeps a template, a new one or in place of the one with its id. Out: why not; undefined where it is kept. */
  keep(template: TemplateRow): Promise<NotKept | undefined>;
  /** False where the user has no such template. */
  remove(userId: string, templateId: string): Promise<boolean>;
}

export function createTemplatesRepository(database: Database): TemplatesRepository {
  const { kysely } = database;
  return {
    list: (userId) =>
      kysely
        .selectFrom('templates')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(TEMPLATES_MAX)
        .execute(),

    keep: (template) =>
      tried(database, async (trx) => {
        const { id, user_id: userId, ...change } = template;
        // Locks the user: two devices that keep their last one at the same time do so one after the other.
        await trx.updateTable('users').set({ id: userId }).where('id', '=', userId).execute();
        const there = await trx.selectFrom('templates').select('user_id').where('id', '=', id).executeTakeFirst();
        if (there && there.user_id !== userId) return 'foreign';
        if (there) {
          await trx.updateTable('templates').set(change).where('id', '=', id).execute();
          return undefined;
        }
        const { n } = await trx
          .selectFrom('templates')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .where('user_id', '=', userId)
          .executeTakeFirstOrThrow();
        if (n >= TEMPLATES_MAX) return 'full';
        await trx.insertInto('templates').values(template).execute();
        return undefined;
      }),

    remove: async (userId, templateId) => {
      const query = kysely.deleteFrom('templates').where('id', '=', templateId).where('user_id', '=', userId);
      return (await query.executeTakeFirst()).numDeletedRows > 0n;
    },
  };
}
