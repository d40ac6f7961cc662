import type { Kysely } from 'kysely';
import type { Database } from '../../db/database';
import type { Schema, TopicRow } from '../../db/schema';

/** Where a page of the list begins: after the topic with these three, in the list's order. */
export interface TopicPosition {
  pinned: 0 | 1;
  updatedAt: number;
  id: string;
}

export interface TopicsRepository {
  /** At most `limit` topics of the user after `after`: pinned first, then newest activity. */
  list(userId: string, limit: number, after: TopicPosition | undefined): Promise<TopicRow[]>;
  find(userId: string, topicId: string): Promise<TopicRow | undefined>;
  update(userId: string, topicId: string, change: { title?: string; pinned?: 0 | 1 }): Promise<void>;
  /** Deletes the topic with its messages; false where the user has no such topic. */
  remove(userId: string, topicId: string): Promise<boolean>;
}

export function createTopicsRepository({ kysely }: Database): TopicsRepository {
  return {
    list: (userId, limit, after) => list(kysely, userId, limit, after),

    find: (userId, topicId) =>
      kysely
        .selectFrom('topics')
        .selectAll()
        .where('id', '=', topicId)
        .where('user_id', '=', userId)
        .executeTakeFirst(),

    update: async (userId, topicId, change) => {
      await kysely.updateTable('topics').set(change).where('id', '=', topicId).where('user_id', '=', userId).execute();
    },

    remove: async (userId, topicId) => {
      const result = await kysely
        .deleteFrom('topics')
        .where('id', '=', topicId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}

function list(
  kysely: Kysely<Schema>,
  userId: string,
  limit: number,
  after: TopicPosition | undefined,
): Promise<TopicRow[]> {
  let query = kysely.selectFrom('topics').selectAll().where('user_id', '=', userId);
  if (after) {
    query = query.where((eb) =>
      eb.or([
        eb('pinned', '<', after.pinned),
        eb.and([eb('pinned', '=', after.pinned), eb('updated_at', '<', after.updatedAt)]),
        eb.and([eb('pinned', '=', after.pinned), eb('updated_at', '=', after.updatedAt), eb('id', '<', after.id)]),
      ]),
    );
  }
  return query.orderBy('pinned', 'desc').orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}
