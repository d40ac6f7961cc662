import type { Transaction } from 'kysely';
import type { Database } from '../../db/database';
import type { AttachmentRow, FileRow, Schema } from '../../db/schema';
import { tried } from '../../db/tried';
import { Failure } from '../../failure';
import { assertWithin } from './quota';
import { bytesOf } from './quota.repository';

/** What was found out of a content. */
export type FileFacts = Pick<FileRow, 'bytes' | 'mime' | 'charset'> & { sha256: string };

/** Whose a content is to be, under which name and id. */
export type NewAttachment = Pick<AttachmentRow, 'id' | 'user_id' | 'name'>;

/** An attachment with what is told of its file. */
export type AttachedRow = Pick<AttachmentRow, 'id' | 'name' | 'file_id' | 'topic_id'> &
  Pick<FileRow, 'bytes' | 'mime' | 'charset' | 'status' | 'pages' | 'passages' | 'read_done' | 'read_total'> &
  Pick<FileRow, 'error_json' | 'cut'> & { sha256: string };

/** A content that a client is to write to the store. */
export type Awaited = Pick<AttachmentRow, 'id' | 'user_id' | 'name' | 'file_id'> & Pick<FileRow, 'bytes'>;

/** Files looked at in one go. */
const BATCH = 100;

type Trx = Transaction<Schema>;

/** Contents and whose they are. A content's row is there before its first byte, so that none is ever forgotten. */
export interface FilesRepository {
  /** Makes room for a content about to be written; with `awaited` its user is to send it to the store, of so many bytes. */
  begin(fileId: string, awaited?: { attachment: NewAttachment; bytes: number }): Promise<void>;
  /** What the user was to send to the store, and has not told to be there. */
  findAwaited(userId: string, attachmentId: string): Promise<Awaited | undefined>;
  /**
   * Makes the attachment one of the content `fileId`, or of the same content that was stored before; done again, it is the same.
   * Tells by its id which. Throws `too_large` where all of the user's files then have more than `quotaBytes`; 0: no limit.
   */
  keep(fileId: string, facts: FileFacts, attachment: NewAttachment, quotaBytes: number): Promise<string>;
  find(userId: string, attachmentId: string): Promise<AttachedRow | undefined>;
  /** Deletes an attachment that no question has; false where there is no such. */
  remove(userId: string, attachmentId: string): Promise<boolean>;
  /** Deletes attachments made before `madeBefore` that nobody asked about. */
  removeUnasked(madeBefore: number): Promise<void>;
  /** Ids of contents that nobody uses, and of those that were begun before `begunBefore` and never ended. */
  unused(begunBefore: number): Promise<string[]>;
  /** Ids of the contents that the topic's attachments use. */
  ofTopic(topicId: string): Promise<string[]>;
  /** From now on nobody can use the content; false where somebody does. */
  retire(fileId: string): Promise<boolean>;
  /** Forgets a content that is retired, or was never kept. */
  forget(fileId: string): Promise<void>;
}

export function createFilesRepository(database: Database): FilesRepository {
  const { kysely } = database;
  // What has not come yet is not there for anybody.
  const attached = (userId: string) =>
    attachedRows(kysely).where('attachments.user_id', '=', userId).where('files.sha256', 'is not', null);

  return {
    begin: (fileId, awaited) =>
      kysely.transaction().execute(async (trx) => {
        const at = Date.now();
        const row = { id: fileId, sha256: null, status: 'processing' as const, created_at: at };
        await trx
          .insertInto('files')
          .values({ ...row, bytes: awaited?.bytes ?? 0 })
          .execute();
        if (!awaited) return;
        const attachment = { ...awaited.attachment, file_id: fileId, created_at: at };
        await trx.insertInto('attachments').values(attachment).execute();
      }),

    findAwaited: (userId, attachmentId) =>
      kysely
        .selectFrom('attachments')
        .innerJoin('files', 'files.id', 'attachments.file_id')
        .select(['attachments.id', 'attachments.user_id', 'attachments.name', 'attachments.file_id', 'files.bytes'])
        .where('attachments.id', '=', attachmentId)
        .where('attachments.user_id', '=', userId)
        .where('files.sha256', 'is', null)
        .executeTakeFirst(),

    keep: (fileId, facts, attachment, quotaBytes) =>
      // The same content may come twice at once, or be just about to be deleted.
      tried(database, async (trx) => {
        // One after the other, or what comes at once would pass the limit together.
        await trx.updateTable('users').set({ id: attachment.user_id }).where('id', '=', attachment.user_id).execute();
        const usedId = (await lockContent(trx, facts.sha256)) ?? fileId;
        if (usedId === fileId) await setFacts(trx, fileId, facts);
        await setAttachment(trx, attachment, usedId);
        if (quotaBytes > 0) assertWithin(quotaBytes, await bytesOf(trx, attachment.user_id));
        return usedId;
      }),

    find: (userId, attachmentId) => attached(userId).where('attachments.id', '=', attachmentId).executeTakeFirst(),

    remove: async (userId, attachmentId) => {
      const { numDeletedRows } = await kysely
        .deleteFrom('attachments')
        .where('id', '=', attachmentId)
        .where('user_id', '=', userId)
        .where('topic_id', 'is', null)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    removeUnasked: async (madeBefore) => {
      await kysely
        .deleteFrom('attachments')
        .where('topic_id', 'is', null)
        .where('created_at', '<', madeBefore)
        .execute();
    },

    unused: async (begunBefore) => {
      const rows = await kysely
        .selectFrom('files')
        .leftJoin('attachments', 'attachments.file_id', 'files.id')
        .leftJoin('knowledge', 'knowledge.file_id', 'files.id')
        .select('files.id')
        .where('attachments.id', 'is', null)
        .where('knowledge.id', 'is', null)
        .where((eb) => eb.or([eb('files.sha256', 'is not', null), eb('files.created_at', '<', begunBefore)]))
        .limit(BATCH)
        .execute();
      return rows.map(({ id }) => id);
    },

    ofTopic: async (topicId) => {
      const rows = await kysely
        .selectFrom('attachments')
        .select('file_id')
        .distinct()
        .where('topic_id', '=', topicId)
        .execute();
      return rows.map(({ file_id: fileId }) => fileId);
    },

    retire: (fileId) =>
      tried(database, async (trx) => {
        await trx.updateTable('files').set({ id: fileId }).where('id', '=', fileId).execute();
        for (const table of ['attachments', 'knowledge'] as const) {
          const use = await trx.selectFrom(table).select('id').where('file_id', '=', fileId).executeTakeFirst();
          if (use) return false;
        }
        await trx.updateTable('files').set({ sha256: null }).where('id', '=', fileId).execute();
        return true;
      }),

    forget: async (fileId) => {
      await kysely.deleteFrom('files').where('id', '=', fileId).where('sha256', 'is', null).execute();
    },
  };
}

/** Attachments with what is told of their files, to be narrowed down. */
export function attachedRows(db: Database['kysely']) {
  return db
    .selectFrom('attachments')
    .innerJoin('files', 'files.id', 'attachments.file_id')
    .select(['attachments.id', 'attachments.name', 'attachments.file_id', 'attachments.topic_id'])
    .select(['files.bytes', 'files.mime', 'files.charset', 'files.status', 'files.pages', 'files.error_json'])
    .select(['files.passages', 'files.read_done', 'files.read_total', 'files.cut'])
    .select((eb) => eb.fn.coalesce('files.sha256', eb.val('')).as('sha256'));
}

/** The id of the stored content of that hash, held until the transaction ends; undefined where there is none. */
async function lockContent(trx: Trx, sha256: string): Promise<string | undefined> {
  const { numUpdatedRows } = await trx
    .updateTable('files')
    .set({ sha256 })
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return undefined;
  const found = await trx.selectFrom('files').select('id').where('sha256', '=', sha256).executeTakeFirst();
  return found?.id;
}

async function setFacts(trx: Trx, fileId: string, facts: FileFacts): Promise<void> {
  const { numUpdatedRows } = await trx.updateTable('files').set(facts).where('id', '=', fileId).executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Failure('internal', 'the place of a file is gone');
}

/** An upload whose end was told twice has its attachment already. */
async function setAttachment(trx: Trx, attachment: NewAttachment, fileId: string): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('attachments')
    .set({ file_id: fileId })
    .where('id', '=', attachment.id)
    .where('user_id', '=', attachment.user_id)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  const row = { ...attachment, file_id: fileId, created_at: Date.now() };
  await trx.insertInto('attachments').values(row).execute();
}
