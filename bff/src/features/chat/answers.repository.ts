import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../db/database';
import type { DialectDifferences } from '../../db/dialect';
import type { MessageRow } from '../../db/schema';
import { tried } from '../../db/tried';
import { folded } from '@huati/shared';
import { keepCited } from '../evidence/sources.repository';
import type { AnswerEnd } from './answer-log';

/** How long an answer is taken to be alive without a word of its writer, in ms. */
export const LEASE_MS = 6000;

/** How far a running answer is written. */
export interface Written {
  id: string;
  text: string;
  reasoning: string;
}

/**
 * A running answer's row belongs to the process that holds its lease, and only the newest generation of its writers
 * may write it. Leases are timed by the database's clock, so that the clocks of the processes do not matter.
 */
export interface AnswersRepository {
  /** Stores what is written and holds the lease for another LEASE_MS. False where the lease is another's. */
  checkpoint(answer: Written, generation: number): Promise<boolean>;
  /** Stores the whole answer and how it ended; of what it was given, what it cites stays. False where the lease is another's. */
  finish(answer: Written, end: AnswerEnd, generation: number): Promise<boolean>;
  /** Stores what is written and gives the lease away, so that any process may write on at once. */
  handOver(answer: Written, generation: number): Promise<void>;
  /** Ids of at most `limit` running answers that nobody writes any more, oldest first. */
  abandoned(limit: number): Promise<string[]>;
  /**
   * Takes the lease of a running answer where it ran out, or at once where its writer is `known` to be dead. Gives the
   * row with its new generation, `ended` where it does not run, `held` where another process writes it.
   */
  claim(answerId: string, owner: string, known: 'dead' | 'unknown'): Promise<MessageRow | 'ended' | 'held'>;
  /** Asks whichever process writes the answer to end it. */
  askStop(answerId: string): Promise<void>;
  /** Those of this owner's running answers that are asked to end. */
  askedToStop(owner: string): Promise<string[]>;
}

/** When a lease that begins now runs out, in the database's own time. */
export function leaseEnd({ now }: DialectDifferences): RawBuilder<number> {
  return sql<number>`${now} + ${sql.lit(LEASE_MS)}`;
}

export function createAnswersRepository(database: Database): AnswersRepository {
  const { kysely, dialect } = database;
  const leased = leaseEnd(dialect);
  const running = (db: Database['kysely'] = kysely) => db.updateTable('messages').where('status', '=', 'streaming');
  const held = ({ id, text, reasoning }: Written, generation: number, db = kysely) =>
    running(db)
      .where('id', '=', id)
      .where('lease_generation', '=', generation)
      .set({ text, reasoning: reasoning || null });

  return {
    checkpoint: async (answer, generation) => {
      const { numUpdatedRows } = await held(answer, generation).set({ lease_until: leased }).executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    finish: (answer, { status, usage, error, window, reasoningMs }, generation) =>
      tried(database, async (trx) => {
        const { numUpdatedRows } = await held(answer, generation, trx)
          .set({
            status,
            usage_json: usage ? JSON.stringify(usage) : null,
            error_json: error ? JSON.stringify(error) : null,
            window_json: window ? JSON.stringify(window) : null,
            reasoning_ms: reasoningMs ?? null,
            folded: folded(answer.text),
            lease_owner: null,
            lease_until: null,
          })
          .executeTakeFirst();
        if (numUpdatedRows > 0n) await keepCited(trx, answer, status);
        return numUpdatedRows > 0n;
      }),

    handOver: async (answer, generation) => {
      await held(answer, generation).set({ lease_owner: null, lease_until: 0 }).execute();
    },

    abandoned: async (limit) => {
      const rows = await kysely
        .selectFrom('messages')
        .select('id')
        .where('status', '=', 'streaming')
        .where('lease_until', '<', dialect.now)
        .orderBy('lease_until')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },

    claim: async (answerId, owner, known) => {
      const find = () => kysely.selectFrom('messages').selectAll().where('id', '=', answerId).executeTakeFirst();
      const row = await find();
      if (row?.status !== 'streaming') return 'ended';
      const generation = row.lease_generation + 1;
      let update = running().where('id', '=', answerId).where('lease_generation', '=', row.lease_generation);
      if (known === 'unknown') update = update.where('lease_until', '<', dialect.now);
      const { numUpdatedRows } = await update
        .set({ lease_owner: owner, lease_until: leased, lease_generation: generation })
        .executeTakeFirst();
      // Read again: until the claim its last writer may have stored more.
      return numUpdatedRows > 0n ? ((await find()) ?? 'ended') : 'held';
    },

    askStop: async (answerId) => {
      await running().where('id', '=', answerId).set({ stop_asked: 1 }).execute();
    },

    askedToStop: async (owner) => {
      const rows = await kysely
        .selectFrom('messages')
        .select('id')
        .where('status', '=', 'streaming')
        .where('stop_asked', '=', 1)
        .where('lease_owner', '=', owner)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}
