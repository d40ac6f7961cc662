import type { Database } from '../../db/database';
import { tried } from '../../db/tried';
import { attachedRows, type AttachedRow } from './files.repository';
import { bytesOf } from './quota.repository';

/** Where a page of somebody's files begins: after this one, which is younger. */
export interface OwnedPosition {
  id: string;
}

/** A user's files, whatever has them. */
export interface OwnedRepository {
  /** At most `limit` of the user's files, newest first. */
  list(userId: string, limit: number, after: OwnedPosition | undefined): Promise<AttachedRow[]>;
  /** The files of all questions of a topic, oldest first; undefined where the user has no such topic. */
  ofTopic(userId: string, topicId: string): Promise<AttachedRow[] | undefined>;
  usedBytes(userId: string): Promise<number>;
  /** Deletes an attachment, and takes it from the questions that have it; false where there is no such. */
  remove(userId: string, attachmentId: string): Promise<boolean>;
}

export function createOwnedRepository(database: Database): OwnedRepository {
  const { kysely } = database;
  const owned = (userId: string) =>
    attachedRows(kysely).where('attachments.user_id', '=', userId).where('files.sha256', 'is not', null);

  return {
    list: (userId, limit, after) => {
      const query = owned(userId).orderBy('attachments.id', 'desc').limit(limit);
      return (after ? query.where('attachments.id', '<', after.id) : query).execute();
    },

    ofTopic: async (userId, topicId) => {
      const topic = await kysely
        .selectFrom('topics')
        .select('id')
        .where('id', '=', topicId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return topic && owned(userId).where('attachments.topic_id', '=', topicId).orderBy('attachments.id').execute();
    },

    usedBytes: (userId) => bytesOf(kysely, userId),

    remove: (userId, attachmentId) =>
      tried(database, async (trx) => {
        const had = await trx
          .selectFrom('message_attachments')
          .select('message_id')
          .where('attachment_id', '=', attachmentId)
          .execute();
        const { numDeletedRows } = await trx
          .deleteFrom('attachments')
          .where('id', '=', attachmentId)
          .where('user_id', '=', userId)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return false;
        const messageIds = had.map(({ message_id: messageId }) => messageId);
        if (messageIds.length === 0) return true;
        // The model read its name with them: their tokens are others now.
        const questions = trx.updateTable('messages').where('id', 'in', messageIds);
        await questions.set({ token_count: null, token_counter: null }).execute();
        await questions
          .set({ attached: 0 })
          .where(({ exists, not, selectFrom }) => {
            const others = selectFrom('message_attachments').select('place');
            return not(exists(others.whereRef('message_attachments.message_id', '=', 'messages.id')));
          })
          .execute();
        return true;
      }),
  };
}
