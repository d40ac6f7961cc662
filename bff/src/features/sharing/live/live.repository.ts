import type { Database } from '../../../db/database';

/** Where a live share stands; whoever knows an earlier state of it sees whether other messages are shown. */
export interface LiveState {
  id: string;
  userId: string;
  topicId: string;
  title: string;
  /** The newest message of the branch that is shown: with it, the branch is another one. */
  leaf: string | null;
}

/** Ids in one statement. */
const CHUNK = 500;

export interface LiveRepository {
  /** Those of these live shares that have not ended by `now`, in one query for hundreds of them. */
  states(shareIds: readonly string[], now: number): Promise<LiveState[]>;
  /** Whose the topic is, and its live shares that have not ended by `now`; undefined where the topic is gone. */
  ofTopic(topicId: string, now: number): Promise<{ userId: string; shareIds: string[] } | undefined>;
}

export function createLiveRepository({ kysely }: Database): LiveRepository {
  const some = (ids: readonly string[], now: number): Promise<LiveState[]> =>
    kysely
      .selectFrom('shares')
      .innerJoin('topics', 'topics.id', 'shares.topic_id')
      .select(['shares.id', 'topics.user_id as userId', 'topics.id as topicId', 'topics.title'])
      .select((eb) =>
        eb
          .selectFrom('messages')
          .select(({ fn }) => fn.max('messages.id').as('newest'))
          .whereRef('messages.topic_id', '=', 'topics.id')
          .where('messages.shown', '=', 1)
          .as('leaf'),
      )
      .where('shares.id', 'in', ids)
      .where('shares.live', '=', 1)
      .where('shares.expires_at', '>', now)
      .execute();

  return {
    states: async (shareIds, now) => {
      const found: LiveState[] = [];
      for (let at = 0; at < shareIds.length; at += CHUNK)
        found.push(...(await some(shareIds.slice(at, at + CHUNK), now)));
      return found;
    },

    ofTopic: async (topicId, now) => {
      const topic = await kysely.selectFrom('topics').select('user_id').where('id', '=', topicId).executeTakeFirst();
      if (!topic) return undefined;
      const shares = await kysely
        .selectFrom('shares')
        .select('id')
        .where('topic_id', '=', topicId)
        .where('live', '=', 1)
        .where('expires_at', '>', now)
        .execute();
      return { userId: topic.user_id, shareIds: shares.map(({ id }) => id) };
    },
  };
}
