import type { Database } from '../../db/database';
import type { CachedAnswersTable, MessageRow } from '../../db/schema';

export type CachedRow = CachedAnswersTable;

/** An answer that is given again, with the user whose it is. */
export type KeptAnswer = Pick<MessageRow, 'id' | 'user_id' | 'text' | 'sources_json'>;

/** At most `limit` stored at `since` or later, in ms of this process's clock; those after `before`, where that is given. */
export interface CachedPage {
  since: number;
  before: Pick<CachedRow, 'created_at' | 'answer_id'> | undefined;
  limit: number;
}

export interface CachedAnswersRepository {
  /** Of those that the embedding model `model` knows, a page, the newest first. */
  newest(model: string, page: CachedPage): Promise<CachedRow[]>;
  keep(row: CachedRow): Promise<void>;
  drop(answerId: string): Promise<void>;
  /** Forgets what was stored before `until`. */
  dropBefore(until: number): Promise<void>;
  /** The answer as long as it stands, complete, and nobody has said anything against it. */
  standing(answerId: string): Promise<KeptAnswer | undefined>;
  /** Whether the user has sent documents of their own to the service: then only they know what is known. */
  hasOwnKnowledge(userId: string): Promise<boolean>;
}

export function createCachedAnswersRepository({ kysely, dialect }: Database): CachedAnswersRepository {
  return {
    newest: (model, { since, before, limit }) => {
      let query = kysely
        .selectFrom('cached_answers')
        .selectAll()
        .where('model', '=', model)
        .where('created_at', '>=', since);
      if (before) {
        query = query
          .where('created_at', '<=', before.created_at)
          .where((is) => is.or([is('created_at', '<', before.created_at), is('answer_id', '<', before.answer_id)]));
      }
      return query.orderBy('created_at', 'desc').orderBy('answer_id', 'desc').limit(limit).execute();
    },

    keep: async (row) => {
      try {
        await kysely.insertInto('cached_answers').values(row).execute();
      } catch (error) {
        if (!dialect.isDuplicate(error)) throw error;
      }
    },

    drop: async (answerId) => {
      await kysely.deleteFrom('cached_answers').where('answer_id', '=', answerId).execute();
    },

    dropBefore: async (until) => {
      await kysely.deleteFrom('cached_answers').where('created_at', '<', until).execute();
    },

    standing: (answerId) =>
      kysely
        .selectFrom('messages')
        .select(['id', 'user_id', 'text', 'sources_json'])
        .where('id', '=', answerId)
        .where('status', '=', 'complete')
        .where((is) => is.or([is('feedback', 'is', null), is('feedback', '=', 'up')]))
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('reports').select('reports.id').where('reports.message_id', '=', answerId))),
        )
        .executeTakeFirst(),

    hasOwnKnowledge: async (userId) => {
      const row = await kysely
        .selectFrom('knowledge')
        .select('id')
        .where('user_id', '=', userId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
