import type { Database } from '../../db/database';
import type { AnswerEnd } from './answer-log';

/** How far a running answer is written. */
export interface Written {
  id: string;
  text: string;
  reasoning: string;
}

/** A running answer's row belongs to the process that holds its lease; only that one may write it. */
export interface AnswersRepository {
  /** Stores what is written and holds the lease until `until` (ms since 1970). False where the lease was lost. */
  checkpoint(answer: Written, owner: string, until: number): Promise<boolean>;
  /** Stores the whole answer and how it ended, and gives the lease back. False where the lease was lost. */
  finish(answer: Written, end: AnswerEnd, owner: string): Promise<boolean>;
  /** Ends as `interrupted`, with what is written, each answer whose lease ran out before `now`. Gives their number. */
  reap(now: number): Promise<number>;
}

export function createAnswersRepository({ kysely }: Database): AnswersRepository {
  const held = (id: string, owner: string) =>
    kysely
      .updateTable('messages')
      .where('id', '=', id)
      .where('lease_owner', '=', owner)
      .where('status', '=', 'streaming');

  return {
    checkpoint: async ({ id, text, reasoning }, owner, until) => {
      const { numUpdatedRows } = await held(id, owner)
        .set({ text, reasoning: reasoning || null, lease_until: until })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    finish: async ({ id, text, reasoning }, { status, usage, error }, owner) => {
      const { numUpdatedRows } = await held(id, owner)
        .set({
          text,
          reasoning: reasoning || null,
          status,
          usage_json: usage ? JSON.stringify(usage) : null,
          error_json: error ? JSON.stringify(error) : null,
          lease_owner: null,
          lease_until: null,
        })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    reap: async (now) => {
      const { numUpdatedRows } = await kysely
        .updateTable('messages')
        .set({ status: 'interrupted', lease_owner: null, lease_until: null })
        .where('status', '=', 'streaming')
        .where('lease_until', '<', now)
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },
  };
}
