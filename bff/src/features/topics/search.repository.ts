import { sql } from 'kysely';
import type { Database } from '../../db/database';
import type { MessageRow } from '../../db/schema';

export type FoundMessage = Pick<MessageRow, 'id' | 'role' | 'text'>;

/** Looks through texts as they are: no index of either database finds a word of two Han characters. */
export interface SearchRepository {
  /** The shown messages of these topics that have every one of `terms`, which are folded; newest first. */
  matching(topicIds: readonly string[], terms: readonly string[]): Promise<Pick<MessageRow, 'id' | 'topic_id'>[]>;
  messages(ids: readonly string[]): Promise<FoundMessage[]>;
}

export function createSearchRepository({ kysely, dialect }: Database): SearchRepository {
  const folded = sql<string>`coalesce(folded, text)`;
  return {
    matching: async (topicIds, terms) => {
      if (topicIds.length === 0) return [];
      let query = kysely
        .selectFrom('messages')
        .select(['id', 'topic_id'])
        .where('topic_id', 'in', topicIds)
        .where('shown', '=', 1);
      for (const term of terms) query = query.where(dialect.contains(folded, term), '=', 1);
      // The newest of each topic are picked by the caller: a window function doubles the time on MariaDB.
      return query.orderBy('id', 'desc').execute();
    },

    messages: (ids) =>
      ids.length === 0
        ? Promise.resolve([])
        : kysely.selectFrom('messages').select(['id', 'role', 'text']).where('id', 'in', ids).execute(),
  };
}
