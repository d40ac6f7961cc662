import type { Transaction } from 'kysely';
import type { Database } from '../../db/database';
import type { AttachmentRow, FileRow, Schema } from '../../db/schema';
import { Failure } from '../../failure';

/** What was found out of a content. */
export type FileFacts = Pick<FileRow, 'bytes' | 'mime' | 'charset' | 'text' | 'text_units'> & { sha256: string };

/** An attachment with what is told of its file. */
export type AttachedRow = Pick<AttachmentRow, 'id' | 'name' | 'file_id' | 'topic_id'> &
  Pick<FileRow, 'bytes' | 'mime' | 'charset' | 'status' | 'pages' | 'error_json'> & { sha256: string };

/** How often a transaction is begun that the database undoes for another one's sake. */
const TRIES = 4;
/** Files looked at in one go. */
const BATCH = 100;

type Trx = Transaction<Schema>;

/** Contents and whose they are. A content's row is there before its first byte, so that none is ever forgotten. */
export interface FilesRepository {
  /** Makes room for a content about to be written. */
  begin(fileId: string): Promise<void>;
  /**
   * Makes the attachment one of the content `fileId`, or of the same content that was stored before. Tells by its id which.
   */
  keep(fileId: string, facts: FileFacts, attachment: Pick<AttachmentRow, 'id' | 'user_id' | 'name'>): Promise<string>;
  find(userId: string, attachmentId: string): Promise<AttachedRow | undefined>;
  /** Those of the user's attachments that are there, in any order. */
  findAll(userId: string, attachmentIds: readonly string[]): Promise<AttachedRow[]>;
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

export function createFilesRepository({ kysely, dialect }: Database): FilesRepository {
  const attached = (userId: string) => attachedRows(kysely).where('attachments.user_id', '=', userId);

  const tried = async <T>(work: (trx: Trx) => Promise<T>, tries = TRIES): Promise<T> => {
    try {
      return await kysely.transaction().execute(work);
    } catch (error) {
      // The same content came twice at once, or was just being deleted.
      if (tries > 1 && (dialect.isDeadlock(error) || dialect.isDuplicate(error))) return tried(work, tries - 1);
      throw error;
    }
  };

  return {
    begin: async (fileId) => {
      const row = { id: fileId, sha256: null, bytes: 0, status: 'processing' as const, created_at: Date.now() };
      await kysely.insertInto('files').values(row).execute();
    },

    keep: (fileId, facts, attachment) =>
      tried(async (trx) => {
        const usedId = (await lockContent(trx, facts.sha256)) ?? fileId;
        if (usedId === fileId) await setFacts(trx, fileId, facts);
        const row = { ...attachment, file_id: usedId, created_at: Date.now() };
        await trx.insertInto('attachments').values(row).execute();
        return usedId;
      }),

    find: (userId, attachmentId) => attached(userId).where('attachments.id', '=', attachmentId).executeTakeFirst(),

    findAll: (userId, ids) =>
      ids.length === 0 ? Promise.resolve([]) : attached(userId).where('attachments.id', 'in', ids).execute(),

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
      tried(async (trx) => {
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
  const query = trx
    .updateTable('files')
    .set({ ...facts, status: 'ready' })
    .where('id', '=', fileId);
  const { numUpdatedRows } = await query.executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Failure('internal', 'the place of a file is gone');
}
