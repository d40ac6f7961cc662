import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '../../db/database';
import type { MessageRow, Schema, ShareRow, TopicRow } from '../../db/schema';
import { tried } from '../../db/tried';
import { attach } from '../files/attached.repository';
import type { ForkedTopic } from './forked';
import { toCheckedJson, verdictsIn } from './verdicts';

/** A message about to be shared. */
export type SharedRow = Pick<
  MessageRow,
  'id' | 'parent_id' | 'role' | 'text' | 'status' | 'created_at' | 'attached' | 'sources_json'
>;

/** A share without what was shared, which may be megabytes. */
export type FoundShare = Omit<ShareRow, 'snapshot_json'>;

/** A share without what was shared, and what its topic is called now. */
export interface ShareHead extends Omit<ShareRow, 'snapshot_json' | 'pictures_json' | 'checked_json'> {
  topic_title: string;
}

export interface SharesPosition {
  createdAt: number;
  id: string;
}

export interface SharesSlice {
  limit: number;
  /** Those after this one of the list. */
  from: SharesPosition | undefined;
  topicId: string | undefined;
}

const SHARED = ['id', 'parent_id', 'role', 'text', 'status', 'created_at', 'attached', 'sources_json'] as const;
const FOUND = [
  'id',
  'user_id',
  'topic_id',
  'title',
  'live',
  'password_hash',
  'pictures_json',
  'checked_json',
  'views',
  'created_at',
  'expires_at',
] as const;
const HEAD = [
  'shares.id',
  'shares.user_id',
  'shares.topic_id',
  'shares.title',
  'shares.live',
  'shares.password_hash',
  'shares.views',
  'shares.created_at',
  'shares.expires_at',
  'topics.title as topic_title',
] as const;
/** Rows stored in one statement. */
const CHUNK = 100;

export interface SharingRepository {
  topicOf(userId: string, topicId: string): Promise<TopicRow | undefined>;
  /** Whosever it is: it may be moved to another account at any moment. */
  titleOf(topicId: string): Promise<string | undefined>;
  /**
   * The messages of the shown branch in reading order, each with how long its text is with what it rests on, in characters or
   * bytes: never more than they have bytes.
   */
  lengths(topicId: string): Promise<{ id: string; length: number }[]>;
  /** The messages of the shown branch in reading order; `from`: from this one on. */
  shown(topicId: string, from?: string): Promise<SharedRow[]>;
  /** False where the topic is not this user's any more. */
  insert(share: Omit<ShareRow, 'views'>): Promise<boolean>;
  /** Remembers whether others may read something of a live share, where that is not known yet. */
  keepVerdict(shareId: string, key: string, may: boolean): Promise<void>;
  exists(shareId: string, now: number): Promise<boolean>;
  /** The share, unless it has ended by `now`. */
  find(shareId: string, now: number): Promise<FoundShare | undefined>;
  /** What was shared. */
  snapshotOf(shareId: string): Promise<string | undefined>;
  countView(shareId: string): Promise<void>;
  /** How many of the user's shares have not ended by `now`. */
  countOpen(userId: string, now: number): Promise<number>;
  /** The user's shares that have not ended by `now`, newest first. */
  list(userId: string, now: number, slice: SharesSlice): Promise<ShareHead[]>;
  /** False where the user has no such share. */
  remove(userId: string, shareId: string): Promise<boolean>;
  /** Deletes those that have ended by `now`, and tells which this call deleted. */
  removeEnded(now: number): Promise<Pick<ShareRow, 'id' | 'user_id'>[]>;
  /** Stores a topic with all its messages, the whole texts that they rest on, and the files of its first question. */
  insertTopic(forked: ForkedTopic): Promise<void>;
}

export function createSharingRepository(database: Database): SharingRepository {
  const { kysely } = database;
  const shownOf = (topicId: string) =>
    kysely.selectFrom('messages').where('topic_id', '=', topicId).where('shown', '=', 1);

  return {
    topicOf: (userId, topicId) =>
      kysely
        .selectFrom('topics')
        .selectAll()
        .where('id', '=', topicId)
        .where('user_id', '=', userId)
        .executeTakeFirst(),

    titleOf: async (topicId) => {
      const row = await kysely.selectFrom('topics').select('title').where('id', '=', topicId).executeTakeFirst();
      return row?.title;
    },

    lengths: async (topicId) => {
      const cited = sql`(select sum(length(text)) from message_sources where message_id = messages.id)`;
      const length = sql<number | string>`length(text) + coalesce(length(sources_json), 0) + coalesce(${cited}, 0)`;
      const rows = await shownOf(topicId)
        .select(['id', length.as('length')])
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ id: row.id, length: Number(row.length) }));
    },

    shown: (topicId, from) => {
      const query = shownOf(topicId).select(SHARED);
      return (from === undefined ? query : query.where('id', '>=', from)).orderBy('id').execute();
    },

    insert: (share) =>
      tried(database, async (trx) => {
        // Locks the topic against being moved or deleted meanwhile.
        const own = await trx
          .updateTable('topics')
          .set({ title: sql`title` })
          .where('id', '=', share.topic_id)
          .where('user_id', '=', share.user_id)
          .executeTakeFirst();
        if (own.numUpdatedRows === 0n) return false;
        await trx.insertInto('shares').values(share).execute();
        return true;
      }),

    keepVerdict: (shareId, key, may) =>
      tried(database, async (trx) => {
        const own = trx.updateTable('shares').where('id', '=', shareId);
        // Locks it: several processes check texts of one share.
        await own.set({ title: sql`title` }).execute();
        const row = await trx.selectFrom('shares').select('checked_json').where('id', '=', shareId).executeTakeFirst();
        const verdicts = row && verdictsIn(row);
        if (!verdicts || verdicts.has(key)) return;
        await own.set({ checked_json: toCheckedJson(new Map([...verdicts, [key, may]])) }).execute();
      }),

    ...readingIn(kysely),

    countOpen: async (userId, now) => {
      const row = await kysely
        .selectFrom('shares')
        .select(({ fn }) => fn.countAll<number | string | bigint>().as('count'))
        .where('user_id', '=', userId)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },

    list: (userId, now, { limit, from, topicId }) => {
      let query = kysely
        .selectFrom('shares')
        .innerJoin('topics', 'topics.id', 'shares.topic_id')
        .select(HEAD)
        .where('shares.user_id', '=', userId)
        .where('shares.expires_at', '>', now);
      if (topicId !== undefined) query = query.where('shares.topic_id', '=', topicId);
      if (from) {
        query = query
          .where('shares.created_at', '<=', from.createdAt)
          .where((eb) => eb.or([eb('shares.created_at', '<', from.createdAt), eb('shares.id', '<', from.id)]));
      }
      return query.orderBy('shares.created_at', 'desc').orderBy('shares.id', 'desc').limit(limit).execute();
    },

    remove: async (userId, shareId) => {
      const query = kysely.deleteFrom('shares').where('id', '=', shareId).where('user_id', '=', userId);
      return (await query.executeTakeFirst()).numDeletedRows > 0n;
    },

    removeEnded: (now) => removeEnded(kysely, now),

    insertTopic: (forked) => tried(database, (trx) => insertTopic(trx, forked)),
  };
}

/** What is asked for each time that somebody reads a share. */
function readingIn(kysely: Kysely<Schema>): Pick<SharingRepository, 'exists' | 'find' | 'snapshotOf' | 'countView'> {
  return {
    exists: async (shareId, now) => {
      const row = await kysely
        .selectFrom('shares')
        .select('id')
        .where('id', '=', shareId)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return row !== undefined;
    },

    find: (shareId, now) =>
      kysely
        .selectFrom('shares')
        .select(FOUND)
        .where('id', '=', shareId)
        .where('expires_at', '>', now)
        .executeTakeFirst(),

    snapshotOf: async (shareId) => {
      const query = kysely.selectFrom('shares').select('snapshot_json').where('id', '=', shareId);
      return (await query.executeTakeFirst())?.snapshot_json;
    },

    countView: async (shareId) => {
      await kysely
        .updateTable('shares')
        .set((eb) => ({ views: eb('views', '+', 1) }))
        .where('id', '=', shareId)
        .execute();
    },
  };
}

async function removeEnded(kysely: Kysely<Schema>, now: number): Promise<Pick<ShareRow, 'id' | 'user_id'>[]> {
  const ended = await kysely.selectFrom('shares').select(['id', 'user_id']).where('expires_at', '<=', now).execute();
  const removed: typeof ended = [];
  for (const share of ended) {
    // Another process may do the same.
    const query = kysely.deleteFrom('shares').where('id', '=', share.id).where('expires_at', '<=', now);
    if ((await query.executeTakeFirst()).numDeletedRows > 0n) removed.push(share);
  }
  return removed;
}

async function insertTopic(trx: Transaction<Schema>, forked: ForkedTopic): Promise<void> {
  const { topic, messages, sources, attached } = forked;
  await trx.insertInto('topics').values(topic).execute();
  for (let at = 0; at < messages.length; at += CHUNK) {
    await trx
      .insertInto('messages')
      .values(messages.slice(at, at + CHUNK))
      .execute();
  }
  for (let at = 0; at < sources.length; at += CHUNK) {
    await trx
      .insertInto('message_sources')
      .values(sources.slice(at, at + CHUNK))
      .execute();
  }
  for (const { question, ids } of attached) await attach(trx, question, ids);
}
