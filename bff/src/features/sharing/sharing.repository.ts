import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/database';
import type { MessageRow, Schema, ShareRow, TopicRow } from '../../db/schema';
import type { ForkedTopic } from './forked';

/** A message about to be shared. */
export type SharedRow = Pick<
  MessageRow,
  'id' | 'parent_id' | 'role' | 'text' | 'status' | 'created_at' | 'attached' | 'sources_json'
>;

/** A share without what was shared. */
export type ShareHead = Omit<ShareRow, 'snapshot_json' | 'pictures_json' | 'checked_json'>;

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

/** Rows stored in one statement. */
const CHUNK = 100;

export interface SharingRepository {
  topicOf(userId: string, topicId: string): Promise<TopicRow | undefined>;
  /**
   * How long the texts of the shown branch are with what its answers cite, in characters or bytes: never more than they have
   * bytes.
   */
  lengthOf(topicId: string): Promise<number>;
  /** The messages of the shown branch, in reading order. */
  shown(topicId: string): Promise<SharedRow[]>;
  /** False where the topic is not this user's any more. */
  insert(share: Omit<ShareRow, 'views'>): Promise<boolean>;
  exists(shareId: string, now: number): Promise<boolean>;
  /** The share, unless it has ended by `now`. */
  find(shareId: string, now: number): Promise<ShareRow | undefined>;
  countView(shareId: string): Promise<void>;
  /** The user's shares that have not ended by `now`, newest first. */
  list(userId: string, now: number, slice: SharesSlice): Promise<ShareHead[]>;
  /** False where the user has no such share. */
  remove(userId: string, shareId: string): Promise<boolean>;
  removeEnded(now: number): Promise<void>;
  /** Stores a topic with all its messages, and the whole texts that they rest on. */
  insertTopic({ topic, messages, sources }: ForkedTopic): Promise<void>;
}

export function createSharingRepository({ kysely }: Database): SharingRepository {
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

    lengthOf: async (topicId) => {
      const sum = sql<number | string | null>`sum(length(text) + coalesce(length(sources_json), 0))`;
      const row = await shownOf(topicId).select(sum.as('length')).executeTakeFirst();
      const ended = shownOf(topicId).where('status', '<>', 'streaming').select('id');
      const cited = await kysely
        .selectFrom('message_sources')
        .where('message_id', 'in', ended)
        .select(sql<number | string | null>`sum(length(text))`.as('length'))
        .executeTakeFirst();
      return Number(row?.length ?? 0) + Number(cited?.length ?? 0);
    },

    shown: (topicId) =>
      shownOf(topicId)
        .select(['id', 'parent_id', 'role', 'text', 'status', 'created_at', 'attached', 'sources_json'])
        .orderBy('id')
        .execute(),

    insert: (share) =>
      kysely.transaction().execute(async (trx) => {
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
        .selectAll()
        .where('id', '=', shareId)
        .where('expires_at', '>', now)
        .executeTakeFirst(),

    countView: async (shareId) => {
      await kysely
        .updateTable('shares')
        .set((eb) => ({ views: eb('views', '+', 1) }))
        .where('id', '=', shareId)
        .execute();
    },

    list: (userId, now, { limit, from, topicId }) => {
      let query = kysely
        .selectFrom('shares')
        .select(['id', 'user_id', 'topic_id', 'title', 'live', 'password_hash', 'views', 'created_at', 'expires_at'])
        .where('user_id', '=', userId)
        .where('expires_at', '>', now);
      if (topicId !== undefined) query = query.where('topic_id', '=', topicId);
      if (from) {
        query = query
          .where('created_at', '<=', from.createdAt)
          .where((eb) => eb.or([eb('created_at', '<', from.createdAt), eb('id', '<', from.id)]));
      }
      return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    },

    remove: async (userId, shareId) => {
      const query = kysely.deleteFrom('shares').where('id', '=', shareId).where('user_id', '=', userId);
      return (await query.executeTakeFirst()).numDeletedRows > 0n;
    },

    removeEnded: async (now) => {
      await kysely.deleteFrom('shares').where('expires_at', '<=', now).execute();
    },

    insertTopic: (forked) => kysely.transaction().execute((trx) => insertTopic(trx, forked)),
  };
}

async function insertTopic(trx: Transaction<Schema>, { topic, messages, sources }: ForkedTopic): Promise<void> {
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
}
