import { sql } from 'kysely';
import type { Database } from '../../db/database';
import type { MessageRow } from '../../db/schema';

export type FoundMessage = Pick<MessageRow, 'id' | 'role' | 'text'>;

/** Looks through texts as they are: no index of either database finds a word of two Han characters. */
export interface SearchRepository {
  /** The shown messages of these topics that have every one of `terms`, which are folded: the newest `each` of a topic. */
  matching(
    topicIds: readonly string[],
    terms: readonly string[],
    each: number,
  ): Promise<Pick<MessageRow, 'id' | 'topic_id'>[]>;
  messages(ids: readonly string[]): Promise<FoundMessage[]>;
}

export function createSearchRepository({ kysely, dialect }: Database): SearchRepository {
  const folded = sql<string>`coalesce(folded, text)`;
  return {
    matching: async (topicIds, terms, each) => {
      if (topicIds.length === 0) return [];
      let found = kysely
        .selectFrom('messages')
        .select(['id', 'topic_id', sql<number>`row_number() over (partition by topic_id order by id desc)`.as('place')])
        .where('topic_id', 'in', topicIds)
        .where('shown', '=', 1);
      for (const term of terms) found = found.where(dialect.contains(folded, term), '=', 1);
      return kysely
        .selectFrom(found.as('found'))
        .select(['id', 'topic_id'])
        .where('place', '<=', each)
        .orderBy('id', 'desc')
        .execute();
    },

    messages: (ids) =>
      ids.length === 0
        ? Promise.resolve([])
        : kysely.selectFrom('messages').select(['id', 'role', 'text']).where('id', 'in', ids).execute(),
  };
}
