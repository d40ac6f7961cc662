import type { Transaction } from 'kysely';
import type { Database } from '../../db/database';
import type { MessageRow, Schema, TopicRow } from '../../db/schema';
import { Failure } from '../../failure';
import { attach, attachSame } from '../files/attached.repository';
import { leaseEnd } from './answers.repository';
import { leafOf } from './messages/messages.repository';

export interface NewRound {
  /** The topic to make; undefined where the round goes on in the one that is there. */
  topic: TopicRow | undefined;
  question: MessageRow;
  answer: MessageRow;
  /** What the question is about, of the user's own and not asked about before. */
  attachmentIds?: readonly string[] | undefined;
}

/** Makes the rows, the question after the message `parentId`. May be called again where a transaction is. */
export type MakeRound = (parentId: string | null) => NewRound;

/** How often a transaction is begun that the database undoes for another one's sake. */
const TRIES = 4;
/** Ids a statement. */
const CHUNK = 500;

/** A transaction that locks the topic first: two that change one topic at once then wait for each other. */
type Work<T> = (trx: Transaction<Schema>) => Promise<T>;

/**
 * Everything that adds to a topic's tree of messages or chooses which branch of it is shown. What is made is undefined
 * where the user's `askId` was there already; all throw `not_found` where the topic is gone, or another user's by now.
 */
export interface RoundsRepository {
  /** Stores a topic with its first round. */
  begin(make: MakeRound): Promise<NewRound | undefined>;
  /** Stores a round at the end of the branch that is shown of a topic of the user's. */
  append(userId: string, topicId: string, make: MakeRound): Promise<NewRound | undefined>;
  /** Stores another wording of `question` with its answer, beside it, with the same attachments, and shows that branch. */
  fork(question: MessageRow, make: MakeRound): Promise<NewRound | undefined>;
  /** Stores another answer to `question` and shows it. */
  answerAgain(question: MessageRow, make: MakeRound): Promise<NewRound | undefined>;
  /** Shows the branch that the message is on, to its newest end. */
  show(topicId: string, messageId: string): Promise<void>;
}

export function createRoundsRepository({ kysely, dialect }: Database): RoundsRepository {
  const leased = (answer: MessageRow) => ({ ...answer, lease_until: leaseEnd(dialect) });
  const insert = (trx: Transaction<Schema>, question: MessageRow, answer: MessageRow) =>
    trx
      .insertInto('messages')
      .values([question, leased(answer)])
      .execute();

  const unlessKnown = async <T>(work: Work<T>, tries = TRIES): Promise<T | undefined> => {
    try {
      return await kysely.transaction().execute(work);
    } catch (error) {
      if (dialect.isDuplicate(error)) return undefined;
      // The same ask through two processes at once: one of them has to give way.
      if (dialect.isDeadlock(error) && tries > 1) return unlessKnown(work, tries - 1);
      throw error;
    }
  };

  return {
    begin: (make) =>
      unlessKnown(async (trx) => {
        const round = make(null);
        if (round.topic) await trx.insertInto('topics').values(round.topic).execute();
        await insert(trx, round.question, round.answer);
        await attach(trx, round.question, round.attachmentIds ?? []);
        return round;
      }),

    append: (userId, topicId, make) =>
      unlessKnown(async (trx) => {
        await touchOwn(trx, userId, topicId);
        const round = make((await leafOf(trx, topicId)) ?? null);
        await insert(trx, round.question, round.answer);
        await attach(trx, round.question, round.attachmentIds ?? []);
        return round;
      }),

    fork: (question, make) =>
      unlessKnown(async (trx) => {
        await touchOwn(trx, question.user_id, question.topic_id);
        await showUpTo(trx, question.topic_id, question.parent_id);
        const round = make(question.parent_id);
        round.question.attached = question.attached;
        await insert(trx, round.question, round.answer);
        await attachSame(trx, question.id, round.question.id);
        return round;
      }),

    answerAgain: (question, make) =>
      unlessKnown(async (trx) => {
        await touchOwn(trx, question.user_id, question.topic_id);
        await showUpTo(trx, question.topic_id, question.id);
        const round = make(question.parent_id);
        await trx.insertInto('messages').values(leased(round.answer)).execute();
        return round;
      }),

    show: async (topicId, messageId) => {
      await unlessKnown(async (trx) => {
        await lock(trx, topicId);
        const message = await node(trx, messageId);
        if (message?.topic_id !== topicId) throw new Failure('not_found', 'no such message');
        if (message.shown === 1) return;
        await showUpTo(trx, topicId, messageId);
        await setShown(trx, await newestBelow(trx, topicId, messageId));
      });
    },
  };
}

async function lock(trx: Transaction<Schema>, topicId: string): Promise<void> {
  const query = trx.updateTable('topics').set({ id: topicId }).where('id', '=', topicId);
  if ((await query.executeTakeFirst()).numUpdatedRows === 0n) throw new Failure('not_found', 'no such topic');
}

/** Locks the topic and tells of activity in it. */
async function touchOwn(trx: Transaction<Schema>, userId: string, topicId: string): Promise<void> {
  const query = trx.updateTable('topics').set({ updated_at: Date.now() }).where('id', '=', topicId);
  const { numUpdatedRows } = await query.where('user_id', '=', userId).executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Failure('not_found', 'no such topic');
}

function node(trx: Transaction<Schema>, id: string) {
  return trx
    .selectFrom('messages')
    .select(['id', 'topic_id', 'parent_id', 'shown'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Shows the way from the beginning to the message, null: to nothing, and hides all else. */
async function showUpTo(trx: Transaction<Schema>, topicId: string, messageId: string | null): Promise<void> {
  const path: string[] = [];
  let next = messageId;
  let joint = '';
  while (next !== null && joint === '') {
    const found = await node(trx, next);
    if (found?.shown === 1) joint = found.id;
    else path.push(next);
    next = found?.parent_id ?? null;
  }
  await trx
    .updateTable('messages')
    .set({ shown: 0 })
    .where('topic_id', '=', topicId)
    .where('shown', '=', 1)
    .where('id', '>', joint)
    .execute();
  await setShown(trx, path);
}

async function setShown(trx: Transaction<Schema>, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += CHUNK) {
    await trx
      .updateTable('messages')
      .set({ shown: 1 })
      .where('id', 'in', ids.slice(at, at + CHUNK))
      .execute();
  }
}

/** The newest child of the message, its newest child, and so on. */
async function newestBelow(trx: Transaction<Schema>, topicId: string, messageId: string): Promise<string[]> {
  const nodes = await trx
    .selectFrom('messages')
    .select(['id', 'parent_id'])
    .where('topic_id', '=', topicId)
    .where('id', '>', messageId)
    .orderBy('id')
    .execute();
  const newest = new Map(nodes.map(({ id, parent_id: parentId }) => [parentId, id]));
  const path: string[] = [];
  for (let next = newest.get(messageId); next !== undefined; next = newest.get(next)) path.push(next);
  return path;
}
