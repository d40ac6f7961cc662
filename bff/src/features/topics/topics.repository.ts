import type { Database } from '../../db/database';
import type { TopicRow } from '../../db/schema';

/** Where a page of the list begins: after the topic with these three, in the list's order. */
export interface TopicPosition {
  pinned: 0 | 1;
  updatedAt: number;
  id: string;
}

export interface TopicsSlice {
  limit: number;
  /** Those after or before this place of the list; undefined: from its beginning on. */
  from: TopicPosition | undefined;
  backwards: boolean;
}

export interface TopicsRepository {
  /** Topics of the user, pinned first, then newest activity; those nearest to `from` first, whichever way. */
  list(userId: string, slice: TopicsSlice): Promise<TopicRow[]>;
  find(userId: string, topicId: string): Promise<TopicRow | undefined>;
  update(userId: string, topicId: string, change: Partial<TopicRow>): Promise<void>;
  /** Changes the title where it is still the question's first words. */
  setTitle(topicId: string, title: string): Promise<void>;
  setSummary(topicId: string, text: string, upTo: string): Promise<void>;
  /** What stands for the turns up to a message, where that is on the branch that is shown. */
  summaryOf(topicId: string): Promise<{ text: string; upTo: string } | undefined>;
  findAny(topicId: string): Promise<TopicRow | undefined>;
  /** Deletes the topic with its messages; false where the user has no such topic. */
  remove(userId: string, topicId: string): Promise<boolean>;
}

export function createTopicsRepository({ kysely }: Database): TopicsRepository {
  const topics = () => kysely.selectFrom('topics').selectAll();
  const update = (topicId: string) => kysely.updateTable('topics').where('id', '=', topicId);

  /** One of the two parts of the list, for an index can serve only one at a time. */
  const part = (userId: string, pinned: 0 | 1, { from, limit, backwards }: TopicsSlice): Promise<TopicRow[]> => {
    const [beyond, order] = backwards ? (['>', 'asc'] as const) : (['<', 'desc'] as const);
    let query = topics().where('user_id', '=', userId).where('pinned', '=', pinned);
    if (from?.pinned === pinned) {
      query = query
        .where('updated_at', `${beyond}=`, from.updatedAt)
        .where((eb) => eb.or([eb('updated_at', beyond, from.updatedAt), eb('id', beyond, from.id)]));
    }
    return query.orderBy('updated_at', order).orderBy('id', order).limit(limit).execute();
  };

  return {
    list: async (userId, slice) => {
      const order = slice.backwards ? ([0, 1] as const) : ([1, 0] as const);
      const first = slice.from?.pinned ?? order[0];
      const rows = await part(userId, first, slice);
      if (first === order[1] || rows.length >= slice.limit) return rows;
      return [...rows, ...(await part(userId, order[1], { ...slice, limit: slice.limit - rows.length }))];
    },

    find: (userId, topicId) => topics().where('id', '=', topicId).where('user_id', '=', userId).executeTakeFirst(),

    findAny: (topicId) => topics().where('id', '=', topicId).executeTakeFirst(),

    update: async (userId, topicId, change) => {
      await update(topicId).where('user_id', '=', userId).set(change).execute();
    },

    setTitle: async (topicId, title) => {
      await update(topicId).where('title_by', '=', 'question').set({ title, title_by: 'model' }).execute();
    },

    setSummary: async (topicId, text, upTo) => {
      await update(topicId).set({ summary_text: text, summary_upto: upTo }).execute();
    },

    summaryOf: async (topicId) => {
      const row = await kysely
        .selectFrom('topics')
        .innerJoin('messages', 'messages.id', 'topics.summary_upto')
        .select(['topics.summary_text as text', 'messages.id as upTo'])
        .where('topics.id', '=', topicId)
        .where('messages.shown', '=', 1)
        .executeTakeFirst();
      return row?.text == null ? undefined : { text: row.text, upTo: row.upTo };
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
