import type { Database } from '../../db/database';
import { tried } from '../../db/tried';
import { toPicturesJson, picturesIn, type Listed } from './listed';

/** A stored picture of somebody's. */
export interface PictureFile {
  attachmentId: string;
  fileId: string;
  mime: string;
}

export interface PicturesRepository {
  /** Those of the user's attachments that are pictures, and still there. */
  files(userId: string, attachmentIds: readonly string[]): Promise<PictureFile[]>;
  /** Adds to what may be asked for of a share. */
  keep(shareId: string, more: Listed): Promise<void>;
}

export function createPicturesRepository(database: Database): PicturesRepository {
  const { kysely } = database;
  return {
    files: async (userId, attachmentIds) => {
      if (attachmentIds.length === 0) return [];
      const rows = await kysely
        .selectFrom('attachments')
        .innerJoin('files', 'files.id', 'attachments.file_id')
        .select(['attachments.id as attachmentId', 'files.id as fileId', 'files.mime'])
        .where('attachments.user_id', '=', userId)
        .where('attachments.id', 'in', attachmentIds)
        .where('files.sha256', 'is not', null)
        .where('files.mime', 'like', 'image/%')
        .execute();
      return rows.map(({ mime, ...row }) => ({ ...row, mime: mime ?? '' }));
    },

    keep: (shareId, more) =>
      tried(database, async (trx) => {
        const own = trx.updateTable('shares').where('id', '=', shareId);
        // Locks it: several processes may have drawn pictures for it.
        await own.set(({ ref }) => ({ title: ref('title') })).execute();
        const row = await trx.selectFrom('shares').select('pictures_json').where('id', '=', shareId).executeTakeFirst();
        if (!row || row.pictures_json === null) return;
        await own.set({ pictures_json: toPicturesJson(new Map([...picturesIn(row), ...more])) }).execute();
      }),
  };
}
