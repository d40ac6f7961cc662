import { Place, type DocumentSent, type WireError } from '@huati/shared';
import { sql } from 'kysely';
import * as v from 'valibot';
import type { Database } from '../../db/database';
import type { KnowledgeRow } from '../../db/schema';
import { retired } from './retired.repository';

/** How long a process that works on a row is taken to be alive, in ms: longer than any call of the service may take. */
const HELD_MS = 60_000;
/** The type of what has none. */
const UNKNOWN = 'application/octet-stream';
/** Rows looked at to find one that no other process takes at the same time. */
const CANDIDATES = 10;

/**
 * A row that this process works on; `age` is since when it is being sent, `took` since when the service has it, both in ms by the
 * database's clock.
 */
export type Claimed = KnowledgeRow & { age: number; took: number };

/** What came of working on a row. */
export interface Outcome {
  status: 'sending' | 'processing' | 'ready' | 'failed' | 'deleting';
  /** When something is to be done again, in ms from now; null: never. */
  dueIn: number | null;
  tries?: number;
  progress?: number | null;
  error?: WireError;
  /** True where the service told that it is at it: from now on it has its time once more. */
  heard?: boolean;
  /** True where the service has just taken it. */
  taken?: boolean;
}

/** What is sent of a file. */
export type SentContent = Pick<DocumentSent, 'mime' | 'passages'>;

/** What is to be done about the files people sent on, by any process of the deployment. */
export interface SendingRepository {
  /** What is left of people who are gone is to be deleted. */
  retireLeft(): Promise<void>;
  /** Takes a row that something is to be done about; no other process gets it meanwhile. */
  claim(): Promise<Claimed | undefined>;
  /** Stores what came of it, unless it became another's or was retired meanwhile, and lets go of the row. */
  settle(claimed: Claimed, outcome: Outcome): Promise<void>;
  /** Forgets a row that the service has deleted. */
  forget(claimed: Claimed): Promise<void>;
  /** What is to be sent of a content, which is read as long as it is knowledge. */
  contentOf(fileId: string): Promise<SentContent>;
}

export function createSendingRepository({ kysely, dialect }: Database): SendingRepository {
  const { now } = dialect;
  const in_ = (ms: number) => sql<number>`${now} + ${sql.lit(Math.round(ms))}`;
  const held = ({ id, generation }: Claimed) =>
    kysely.updateTable('knowledge').where('id', '=', id).where('generation', '=', generation);

  return {
    retireLeft: async () => {
      const left = kysely.updateTable('knowledge').where('user_id', 'is', null).where('status', '!=', 'deleting');
      await left.set(retired(dialect)).execute();
    },

    claim: async () => {
      const rows = await kysely
        .selectFrom('knowledge')
        .selectAll()
        .select([sql<number>`${now} - since`.as('age'), sql<number>`${now} - coalesce(sent_at, since)`.as('took')])
        .where('due_at', '<=', now)
        .where('held_until', '<=', now)
        .orderBy('due_at')
        .limit(CANDIDATES)
        .execute();
      for (const row of rows) {
        const generation = row.generation + 1;
        const { numUpdatedRows } = await held(row)
          .where('status', '=', row.status)
          .where('held_until', '<=', now)
          .set({ generation, held_until: in_(HELD_MS) })
          .executeTakeFirst();
        if (numUpdatedRows > 0n) return { ...row, generation };
      }
      return undefined;
    },

    settle: async (claimed, { status, dueIn, tries, progress, error, heard, taken }) => {
      const { numUpdatedRows } = await held(claimed)
        .where('status', '=', claimed.status)
        // Null-safe: what a guest sent may be an account's by now, and has to be sent as that.
        .where((eb) => (claimed.user_id === null ? eb('user_id', 'is', null) : eb('user_id', '=', claimed.user_id)))
        .set({
          status,
          due_at: dueIn === null ? null : in_(dueIn),
          tries: tries ?? 0,
          progress: progress ?? null,
          error_json: error ? JSON.stringify(error) : null,
          held_until: 0,
          ...(heard && { since: now }),
          ...(taken && { sent_at: now }),
        })
        .executeTakeFirst();
      if (numUpdatedRows === 0n) await held(claimed).set({ held_until: 0 }).execute();
    },

    forget: async ({ id, generation }) => {
      await kysely
        .deleteFrom('knowledge')
        .where('id', '=', id)
        .where('generation', '=', generation)
        .where('status', '=', 'deleting')
        .execute();
    },

    contentOf: async (fileId) => {
      const file = await kysely.selectFrom('files').select('mime').where('id', '=', fileId).executeTakeFirstOrThrow();
      const rows = await kysely
        .selectFrom('file_passages')
        .select(['n', 'text', 'place_json'])
        .where('file_id', '=', fileId)
        .orderBy('n')
        .execute();
      const passages = rows.map(({ n, text, place_json: place }) => ({
        n,
        text,
        place: v.parse(Place, JSON.parse(place)),
      }));
      return { mime: file.mime ?? UNKNOWN, passages };
    },
  };
}
