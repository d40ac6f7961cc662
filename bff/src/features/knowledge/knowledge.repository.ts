import type { Transaction } from 'kysely';
import type { Database } from '../../db/database';
import type { KnowledgeRow, Schema } from '../../db/schema';
import { tried } from '../../db/tried';
import { retired } from './retired.repository';

/** Which files people sent on. */
export interface KnowledgeRepository {
  /**
   * The knowledge that the user's attachment becomes, as `id` where it is none yet; what failed is to be sent anew. `unread`
   * where the file has not been read, undefined where the user has no such attachment.
   */
  add(userId: string, attachmentId: string, id: string): Promise<KnowledgeRow | 'unread' | undefined>;
  /** Newest first, of those older than `before`. */
  list(userId: string, limit: number, before: string | undefined): Promise<KnowledgeRow[]>;
  /** From now on it is to be deleted. Gives the content that it used, undefined where the user has no such knowledge. */
  retire(userId: string, id: string): Promise<string | undefined>;
}

export function createKnowledgeRepository(database: Database): KnowledgeRepository {
  const { kysely, dialect } = database;
  const { now } = dialect;
  const again = { status: 'sending', error_json: null, progress: null, since: now, due_at: now, tries: 0 } as const;

  return {
    add: (userId, attachmentId, id) =>
      tried(database, async (trx) => {
        const file = await lockedFile(trx, userId, attachmentId);
        if (!file) return undefined;
        const known = () =>
          trx
            .selectFrom('knowledge')
            .selectAll()
            .where('user_id', '=', userId)
            .where('file_id', '=', file.id)
            .executeTakeFirst();
        const before = await known();
        if (before && before.status !== 'failed' && before.attachment_id !== null) return before;
        if (!before && file.status !== 'ready') return 'unread';
        const use = { attachment_id: attachmentId, name: file.name };
        if (before) {
          const change = before.status === 'failed' ? { ...again, ...use } : { attachment_id: attachmentId };
          await trx.updateTable('knowledge').set(change).where('id', '=', before.id).execute();
        } else {
          const row = { id, user_id: userId, file_id: file.id, ...use, ...again, created_at: now };
          await trx.insertInto('knowledge').values(row).execute();
        }
        return known();
      }),

    list: (userId, limit, before) => {
      const query = kysely
        .selectFrom('knowledge')
        .selectAll()
        .where('user_id', '=', userId)
        .where('status', '!=', 'deleting');
      const rest = before === undefined ? query : query.where('id', '<', before);
      return rest.orderBy('id', 'desc').limit(limit).execute();
    },

    retire: (userId, id) =>
      tried(database, async (trx) => {
        const own = () => trx.updateTable('knowledge').where('id', '=', id).where('user_id', '=', userId);
        const { numUpdatedRows } = await own().where('status', '!=', 'deleting').set({ id }).executeTakeFirst();
        if (numUpdatedRows === 0n) return undefined;
        const row = await trx.selectFrom('knowledge').select('file_id').where('id', '=', id).executeTakeFirst();
        await own().set(retired(dialect)).execute();
        return row?.file_id ?? undefined;
      }),
  };
}

/** The user's attachment with its content, which both stay until the transaction ends. */
async function lockedFile(trx: Transaction<Schema>, userId: string, attachmentId: string) {
  const own = await trx
    .updateTable('attachments')
    .set({ user_id: userId })
    .where('id', '=', attachmentId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (own.numUpdatedRows === 0n) return undefined;
  return trx
    .selectFrom('attachments')
    .innerJoin('files', 'files.id', 'attachments.file_id')
    .select(['files.id', 'files.status', 'attachments.name'])
    .where('attachments.id', '=', attachmentId)
    .where('files.sha256', 'is not', null)
    .executeTakeFirst();
}
