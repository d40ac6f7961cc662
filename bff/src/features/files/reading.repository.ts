import { setImmediate } from 'node:timers/promises';
import type { Passage, WireError } from '@huati/shared';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../db/database';
import type { DialectDifferences } from '../../db/dialect';
import type { FileRow } from '../../db/schema';
import { tried } from '../../db/tried';

/** How long a file is taken to be read without a word of who reads it, in ms. */
export const LEASE_MS = 10_000;

/** Passages stored by one statement: an embedded database lets nothing else happen meanwhile. */
const BATCH = 20;

/** Of one user the file that waits longest. */
export interface Waiting {
  fileId: string;
  userId: string;
}

/** A file taken to be read; `tries` counts this one too. */
export interface Claimed {
  mime: string | null;
  tries: number;
}

/** How far reading has come, in pages or what the format has in their place. */
export interface Progressed {
  done: number;
  total: number;
}

/** A passage with its tokens by the estimate. */
export type CountedPassage = Passage & { tokens: number };

/** What was read out of a file. */
export interface ReadFile {
  passages: CountedPassage[];
  pages?: number | undefined;
  /** True where there was more than is kept. */
  cut: boolean;
}

/**
 * Which files are still to be read. Whoever reads one holds its lease under a `holder` of its own, timed by the database's
 * clock; without it nothing of that reading is stored.
 */
export interface ReadingRepository {
  /** Of each user the file that waits longest, and that nobody reads. */
  waiting(): Promise<Waiting[]>;
  /** Takes the lease of a file; undefined where it does not wait any more. */
  claim(fileId: string, holder: string): Promise<Claimed | undefined>;
  /** Holds the lease for another LEASE_MS; false where it is another's, or the file is gone. */
  renew(fileId: string, holder: string, progress: Progressed | undefined): Promise<boolean>;
  /** Stores what was read, in place of what there was; false where the lease is another's. */
  finish(fileId: string, holder: string, read: ReadFile): Promise<boolean>;
  /** Nothing can be read out of it. */
  fail(fileId: string, holder: string, error: WireError): Promise<void>;
  /** Gives the lease away, to be taken after `afterMs`; `counted`: it was a try. */
  giveBack(fileId: string, holder: string, afterMs: number, counted: boolean): Promise<void>;
  /** Has a file read again out of which nothing could be read; false where that is not so. */
  again(fileId: string): Promise<boolean>;
}

const LET_GO = { read_by: null, read_until: null, read_done: null, read_total: null } as const;

export function createReadingRepository(database: Database): ReadingRepository {
  const { kysely, dialect } = database;
  const unread = () => kysely.updateTable('files').where('status', '=', 'processing').where('sha256', 'is not', null);
  const held = (fileId: string, holder: string) =>
    unread().where('files.id', '=', fileId).where('read_by', '=', holder);

  return {
    waiting: async () => {
      const rows = await kysely
        .selectFrom('files')
        .innerJoin('attachments', 'attachments.file_id', 'files.id')
        .select((eb) => ['attachments.user_id as userId', eb.fn.min('files.id').as('fileId')])
        .where('files.status', '=', 'processing')
        .where('files.sha256', 'is not', null)
        .where((eb) => eb.or([eb('files.read_until', 'is', null), eb('files.read_until', '<', dialect.now)]))
        .groupBy('attachments.user_id')
        .execute();
      return rows.sort((a, b) => (a.fileId < b.fileId ? -1 : 1));
    },

    claim: async (fileId, holder) => {
      const { numUpdatedRows } = await unread()
        .where('id', '=', fileId)
        .where((eb) => eb.or([eb('read_until', 'is', null), eb('read_until', '<', dialect.now)]))
        .set((eb) => ({ read_by: holder, read_until: leased(dialect), read_tries: eb('read_tries', '+', 1) }))
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return undefined;
      const row = await kysely
        .selectFrom('files')
        .select(['mime', 'read_tries as tries'])
        .where('id', '=', fileId)
        .where('read_by', '=', holder)
        .executeTakeFirst();
      return row;
    },

    renew: async (fileId, holder, progress) => {
      const { numUpdatedRows } = await held(fileId, holder)
        .set({ read_until: leased(dialect), ...(progress && { read_done: progress.done, read_total: progress.total }) })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    finish: (fileId, holder, read) =>
      tried(database, async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('files')
          .set(readyOf(read))
          .where('id', '=', fileId)
          .where('read_by', '=', holder)
          .where('status', '=', 'processing')
          .where('sha256', 'is not', null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        const before = trx.selectFrom('file_passages').select('n').where('file_id', '=', fileId).limit(1);
        // To delete what is not there locks the end of the table, where others insert what they read.
        if (await before.executeTakeFirst())
          await trx.deleteFrom('file_passages').where('file_id', '=', fileId).execute();
        for (let at = 0; at < read.passages.length; at += BATCH) {
          const rows = read.passages.slice(at, at + BATCH).map(({ place, boxes, ...passage }) => ({
            ...passage,
            file_id: fileId,
            place_json: JSON.stringify(place),
            boxes_json: boxes ? JSON.stringify(boxes) : null,
          }));
          await trx.insertInto('file_passages').values(rows).execute();
          await setImmediate();
        }
        return true;
      }),

    fail: async (fileId, holder, error) => {
      const error_json = JSON.stringify(error);
      await held(fileId, holder)
        .set({ ...LET_GO, status: 'failed', error_json })
        .execute();
    },

    giveBack: async (fileId, holder, afterMs, counted) => {
      await held(fileId, holder)
        .set((eb) => ({
          ...LET_GO,
          read_until: sql<number>`${dialect.now} + ${sql.lit(afterMs)}`,
          read_tries: eb('read_tries', '-', counted ? 0 : 1),
        }))
        .execute();
    },

    again: async (fileId) => {
      const { numUpdatedRows } = await kysely
        .updateTable('files')
        .set({ ...LET_GO, status: 'processing', error_json: null, read_tries: 0 })
        .where('id', '=', fileId)
        .where('status', '=', 'failed')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

function leased({ now }: DialectDifferences): RawBuilder<number> {
  return sql<number>`${now} + ${sql.lit(LEASE_MS)}`;
}

function readyOf({ passages, pages, cut }: ReadFile): Partial<FileRow> {
  return {
    ...LET_GO,
    status: 'ready',
    error_json: null,
    passages: passages.length,
    tokens: passages.reduce((sum, { tokens }) => sum + tokens, 0),
    pages: pages ?? null,
    cut: cut ? 1 : 0,
  };
}
