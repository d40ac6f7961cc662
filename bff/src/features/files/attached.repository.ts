import type { Transaction } from 'kysely';
import type { Database } from '../../db/database';
import type { Schema } from '../../db/schema';
import { Failure } from '../../failure';
import { attachedRows, type AttachedRow } from './files.repository';

type Trx = Transaction<Schema>;

/** Which questions have which attachments. */
export interface AttachedRepository {
  /** The attachments of each of these messages that has some, in the order they were given. */
  ofMessages(messageIds: readonly string[]): Promise<Map<string, AttachedRow[]>>;
}

export function createAttachedRepository({ kysely }: Database): AttachedRepository {
  return {
    ofMessages: async (messageIds) => {
      const found = new Map<string, AttachedRow[]>();
      if (messageIds.length === 0) return found;
      const rows = await attachedRows(kysely)
        .innerJoin('message_attachments', 'message_attachments.attachment_id', 'attachments.id')
        .select('message_attachments.message_id')
        .where('message_attachments.message_id', 'in', messageIds)
        .orderBy('message_attachments.place')
        .execute();
      for (const { message_id: messageId, ...row } of rows) {
        found.set(messageId, [...(found.get(messageId) ?? []), row]);
      }
      return found;
    },
  };
}

/**
 * Gives the question attachments that were not asked about yet. Throws `invalid` where one was, or is not the user's any
 * more: to be called in the transaction that stores the question.
 */
export async function attach(
  trx: Trx,
  question: { id: string; user_id: string; topic_id: string },
  attachmentIds: readonly string[],
): Promise<void> {
  if (attachmentIds.length === 0) return;
  const { numUpdatedRows } = await trx
    .updateTable('attachments')
    .set({ topic_id: question.topic_id })
    .where('id', 'in', attachmentIds)
    .where('user_id', '=', question.user_id)
    .where('topic_id', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== BigInt(attachmentIds.length)) throw new Failure('invalid', 'an attachment is used already');
  const rows = attachmentIds.map((id, place) => ({ message_id: question.id, place, attachment_id: id }));
  await trx.insertInto('message_attachments').values(rows).execute();
}

/** Gives the question `toId` the attachments of the question `fromId`. */
export async function attachSame(trx: Trx, fromId: string, toId: string): Promise<void> {
  const rows = await trx
    .selectFrom('message_attachments')
    .select(['place', 'attachment_id'])
    .where('message_id', '=', fromId)
    .execute();
  if (rows.length === 0) return;
  await trx
    .insertInto('message_attachments')
    .values(rows.map((row) => ({ ...row, message_id: toId })))
    .execute();
}
