import type { Database } from '../../db/database';
import { leaseEnd } from './answers.repository';
import type { MessageRow, TopicsTable } from '../../db/schema';

export type NewTopic = Pick<TopicsTable, 'id' | 'user_id' | 'title' | 'created_at' | 'updated_at'>;

export interface NewRound {
  /** The topic to make; undefined where the round goes on in the one that is there. */
  topic: NewTopic | undefined;
  question: MessageRow;
  answer: MessageRow;
}

/** How often a transaction is begun that the database undoes for another one's sake. */
const TRIES = 4;

export interface MessagesRepository {
  /** The message that the user's call `askId` made. */
  findByAsk(userId: string, askId: string): Promise<MessageRow | undefined>;
  find(userId: string, messageId: string): Promise<MessageRow | undefined>;
  /** The first answer to a question. */
  firstAnswer(questionId: string): Promise<MessageRow | undefined>;
  /** At most `limit` messages of the topic, newest first, older than `before`. */
  newest(topicId: string, limit: number, before?: string): Promise<MessageRow[]>;
  /** Stores question, answer and, where new, topic: all or nothing. False where the user's `askId` was there already. */
  insertRound(round: NewRound): Promise<boolean>;
  /** Stores another answer. False where the user's `askId` was there already. */
  insertAnswer(answer: MessageRow): Promise<boolean>;
}

export function createMessagesRepository({ kysely, dialect }: Database): MessagesRepository {
  const unlessKnown = async (insert: () => Promise<void>, tries = TRIES): Promise<boolean> => {
    try {
      await insert();
      return true;
    } catch (error) {
      if (dialect.isDuplicate(error)) return false;
      // The same ask through two processes at once: one of them has to give way.
      if (dialect.isDeadlock(error) && tries > 1) return unlessKnown(insert, tries - 1);
      throw error;
    }
  };
  const leased = (answer: MessageRow) => ({ ...answer, lease_until: leaseEnd(dialect) });
  const messages = () => kysely.selectFrom('messages').selectAll();

  return {
    findByAsk: (userId, askId) =>
      messages().where('user_id', '=', userId).where('ask_id', '=', askId).executeTakeFirst(),

    find: (userId, messageId) =>
      messages().where('id', '=', messageId).where('user_id', '=', userId).executeTakeFirst(),

    firstAnswer: (questionId) =>
      messages().where('parent_id', '=', questionId).orderBy('id').limit(1).executeTakeFirst(),

    newest: (topicId, limit, before) => {
      const query = messages().where('topic_id', '=', topicId).orderBy('id', 'desc').limit(limit);
      return (before === undefined ? query : query.where('id', '<', before)).execute();
    },

    insertRound: ({ topic, question, answer }) =>
      unlessKnown(() =>
        kysely.transaction().execute(async (trx) => {
          if (topic) await trx.insertInto('topics').values(topic).execute();
          else await touch(trx, question.topic_id, question.created_at);
          await trx
            .insertInto('messages')
            .values([question, leased(answer)])
            .execute();
        }),
      ),

    insertAnswer: (answer) =>
      unlessKnown(() =>
        kysely.transaction().execute(async (trx) => {
          await touch(trx, answer.topic_id, answer.created_at);
          await trx.insertInto('messages').values(leased(answer)).execute();
        }),
      ),
  };
}

/** The topic first, its messages after: two rounds of one topic at once then wait for each other, not deadlock. */
async function touch(trx: Database['kysely'], topicId: string, at: number): Promise<void> {
  await trx.updateTable('topics').set({ updated_at: at }).where('id', '=', topicId).execute();
}
