import { sql } from 'kysely';
import type { Database } from '../../../db/database';
import type { MessageRow, MessagesTable } from '../../../db/schema';

/** A page of a topic's messages. `shown`: only those on the branch that is shown. */
export interface MessagesSlice {
  topicId: string;
  shown: boolean;
  limit: number;
  /** Those before or after this id, and with `including` itself. */
  from?: { id: string; direction: 'older' | 'newer'; including?: boolean } | undefined;
}

/** A message and all that have the same parent. */
export type SiblingNode = Pick<MessagesTable, 'id' | 'parent_id'>;

/** What of an earlier message the model may be given. */
export type HistoryRow = Pick<
  MessageRow,
  'id' | 'parent_id' | 'role' | 'text' | 'status' | 'token_count' | 'token_counter' | 'attached'
>;

export interface MessagesRepository {
  find(userId: string, messageId: string): Promise<MessageRow | undefined>;
  /** The message, whoever's it is: what runs goes on while its topic moves to another user. */
  findAny(messageId: string): Promise<MessageRow | undefined>;
  /** The message that the user's call `askId` made. */
  findByAsk(userId: string, askId: string): Promise<MessageRow | undefined>;
  /** The first answer to a question. */
  firstAnswer(question: Pick<MessageRow, 'id' | 'topic_id'>): Promise<MessageRow | undefined>;
  /** At most `limit` messages, from the one nearest to `from` on; without it the newest first. */
  slice(slice: MessagesSlice): Promise<MessageRow[]>;
  /** The id of the newest message on the branch that is shown. */
  leafOf(topicId: string): Promise<string | undefined>;
  /** The children of these parents, null: the topic's first questions; oldest first. */
  children(topicId: string, parents: readonly (string | null)[]): Promise<SiblingNode[]>;
  /** `messageId` and what it goes on from, newest first, at most `limit`. */
  ancestors(messageId: string, limit: number): Promise<HistoryRow[]>;
  setTokens(messageId: string, tokens: number, counter: string): Promise<void>;
  setFeedback(answerId: string, value: MessageRow['feedback'], reason: string | null): Promise<void>;
  setSuggestions(answerId: string, suggestions: readonly string[]): Promise<void>;
}

export function createMessagesRepository({ kysely }: Database): MessagesRepository {
  const messages = () => kysely.selectFrom('messages').selectAll();
  const update = (messageId: string) => kysely.updateTable('messages').where('id', '=', messageId);

  return {
    find: (userId, messageId) =>
      messages().where('id', '=', messageId).where('user_id', '=', userId).executeTakeFirst(),

    findAny: (messageId) => messages().where('id', '=', messageId).executeTakeFirst(),

    findByAsk: (userId, askId) =>
      messages().where('user_id', '=', userId).where('ask_id', '=', askId).executeTakeFirst(),

    firstAnswer: (question) =>
      messages()
        .where('topic_id', '=', question.topic_id)
        .where('parent_id', '=', question.id)
        .orderBy('id')
        .limit(1)
        .executeTakeFirst(),

    slice: ({ topicId, shown, limit, from }) => {
      let query = messages().where('topic_id', '=', topicId);
      if (shown) query = query.where('shown', '=', 1);
      const newer = from?.direction === 'newer';
      if (from) query = query.where('id', `${newer ? '>' : '<'}${from.including ? '=' : ''}`, from.id);
      return query
        .orderBy('id', newer ? 'asc' : 'desc')
        .limit(limit)
        .execute();
    },

    leafOf: (topicId) => leafOf(kysely, topicId),

    children: async (topicId, parents) => {
      const nodes = () => kysely.selectFrom('messages').select(['id', 'parent_id']).where('topic_id', '=', topicId);
      const named = parents.filter((parent) => parent !== null);
      const [below, first] = await Promise.all([
        named.length === 0 ? [] : nodes().where('parent_id', 'in', named).orderBy('id').execute(),
        named.length === parents.length ? [] : nodes().where('parent_id', 'is', null).orderBy('id').execute(),
      ]);
      return [...first, ...below];
    },

    ancestors: async (messageId, limit) => {
      const { rows } = await sql<HistoryRow>`
        with recursive path as (
          select id, parent_id, 1 as depth from messages where id = ${messageId}
          union all
          select messages.id, messages.parent_id, path.depth + 1 from path
          join messages on messages.id = path.parent_id where path.depth < ${limit}
        )
        select messages.id, messages.parent_id, messages.role, messages.text, messages.status,
          messages.token_count, messages.token_counter, messages.attached
        from path join messages on messages.id = path.id order by path.depth`.execute(kysely);
      return rows;
    },

    setTokens: async (messageId, tokens, counter) => {
      await update(messageId).set({ token_count: tokens, token_counter: counter }).execute();
    },

    setFeedback: async (answerId, value, reason) => {
      await update(answerId).set({ feedback: value, feedback_reason: reason }).execute();
    },

    setSuggestions: async (answerId, suggestions) => {
      await update(answerId)
        .set({ suggestions_json: JSON.stringify(suggestions) })
        .execute();
    },
  };
}

/** The id of the newest message on the branch that is shown; of a transaction, as it sees it. */
export async function leafOf(db: Database['kysely'], topicId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('messages')
    .select('id')
    .where('topic_id', '=', topicId)
    .where('shown', '=', 1)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
