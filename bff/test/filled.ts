import type { Database } from '../src/db/database';
import type { MessageRow } from '../src/db/schema';
import { folded } from '@huati/shared';
import { firstRound, newRound } from '../src/features/chat/rounds';
import type { NewRound } from '../src/features/chat/rounds.repository';

const CHUNK = 200;

/** Stores a topic of whole rounds, as if each had been asked and answered; gives its id. */
export async function storeTopic(
  { kysely }: Database,
  userId: string,
  rounds: readonly (readonly [question: string, answer: string])[],
  title?: string,
): Promise<string> {
  let parentId: string | null = null;
  let topicId = '';
  const rows: MessageRow[] = [];
  for (const [index, [text, answer]] of rounds.entries()) {
    const ask = { askId: `${topicId}-${index}-${Math.random()}`, text };
    const round: NewRound =
      index === 0 ? firstRound(userId, ask, '') : newRound({ userId, topicId, parentId }, ask, '');
    if (round.topic) {
      topicId = round.topic.id;
      await kysely
        .insertInto('topics')
        .values({ ...round.topic, title_by: 'user', ...(title !== undefined && { title }) })
        .execute();
    }
    rows.push(round.question, {
      ...round.answer,
      text: answer,
      folded: folded(answer),
      status: 'complete',
      lease_owner: null,
    });
    parentId = round.answer.id;
  }
  for (let at = 0; at < rows.length; at += CHUNK) {
    await kysely
      .insertInto('messages')
      .values(rows.slice(at, at + CHUNK))
      .execute();
  }
  return topicId;
}
