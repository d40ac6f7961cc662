import type { AnswerStatus, Source } from '@huati/shared';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { Database } from '../../db/database';
import type { Schema } from '../../db/schema';
import { tried } from '../../db/tried';
import { Given } from './given';
import { citedOnly } from './ending';
import { shortened, sourceRows } from './shown';

/** Rows in one statement. */
const CHUNK = 100;

/** What answers rest on. */
export interface SourcesRepository {
  /** Stores what a running answer is given, in place of what it was given before. False where another writer has the answer. */
  keep(answerId: string, generation: number, given: Given): Promise<boolean>;
  /** What the answer was given, with whole texts, by its row's `sources_json`. */
  whole(answerId: string, json: string): Promise<Given>;
  /** The source `n` of the answer, with its whole text. */
  one(answerId: string, json: string, n: number): Promise<Source | undefined>;
  /** The whole texts of some sources of answers, by the answer's id and the number. */
  texts(wanted: readonly { messageId: string; ns: readonly number[] }[]): Promise<Map<string, Map<number, string>>>;
}

export function createSourcesRepository(database: Database): SourcesRepository {
  const { kysely } = database;
  return {
    keep: (answerId, generation, given) =>
      tried(database, async (trx) => {
        const answer = trx.selectFrom('messages').select('sources_json').where('id', '=', answerId);
        const before = (await answer.executeTakeFirst())?.sources_json;
        const { numUpdatedRows } = await trx
          .updateTable('messages')
          .set({ sources_json: JSON.stringify(shortened(given)) })
          .where('id', '=', answerId)
          .where('status', '=', 'streaming')
          .where('lease_generation', '=', generation)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        // To delete what is not there locks the end of the table, where all new answers insert: they would wait for each other.
        if (before != null) await trx.deleteFrom('message_sources').where('message_id', '=', answerId).execute();
        const rows = sourceRows(answerId, given.sources);
        for (let at = 0; at < rows.length; at += CHUNK) {
          await trx
            .insertInto('message_sources')
            .values(rows.slice(at, at + CHUNK))
            .execute();
        }
        return true;
      }),

    whole: async (answerId, json) => {
      const given = v.parse(Given, JSON.parse(json));
      const texts = await textsOf(kysely, answerId);
      return {
        ...given,
        sources: given.sources.map((source) => ({ ...source, text: texts.get(source.n) ?? source.text })),
      };
    },

    one: async (answerId, json, n) => {
      const source = v.parse(Given, JSON.parse(json)).sources.find((each) => each.n === n);
      if (!source) return undefined;
      return { ...source, text: (await textsOf(kysely, answerId, [n])).get(n) ?? source.text };
    },

    texts: async (wanted) => {
      const found = new Map<string, Map<number, string>>();
      for (const { messageId, ns } of wanted)
        if (ns.length > 0) found.set(messageId, await textsOf(kysely, messageId, ns));
      return found;
    },
  };
}

/**
 * Leaves an answer that ended with `text` the sources that it cites, under their numbers, and what of the graph belongs to them:
 * nothing else of a file stays once that is deleted. To be called where its end is stored, in the same transaction.
 */
export async function keepCited(
  trx: Kysely<Schema>,
  { id: answerId, text }: { id: string; text: string },
  status: AnswerStatus,
): Promise<void> {
  const row = await trx.selectFrom('messages').select('sources_json').where('id', '=', answerId).executeTakeFirst();
  if (!row?.sources_json) return;
  const given = citedOnly(v.parse(Given, JSON.parse(row.sources_json)), text, status);
  const ns = given.sources.map(({ n }) => n);
  const texts = ns.length === 0 ? new Map<number, string>() : await textsOf(trx, answerId, ns);
  const sources = given.sources.map((source) => ({ ...source, text: texts.get(source.n) ?? source.text }));
  await trx
    .updateTable('messages')
    .set({ sources_json: JSON.stringify(shortened({ ...given, files: [], sources })) })
    .where('id', '=', answerId)
    .execute();
  const rows = trx.deleteFrom('message_sources').where('message_id', '=', answerId);
  await (ns.length === 0 ? rows : rows.where('n', 'not in', ns)).execute();
}

async function textsOf(db: Kysely<Schema>, messageId: string, ns?: readonly number[]): Promise<Map<number, string>> {
  let query = db.selectFrom('message_sources').select(['n', 'text']).where('message_id', '=', messageId);
  if (ns) query = query.where('n', 'in', ns);
  return new Map((await query.execute()).map(({ n, text }) => [n, text]));
}
