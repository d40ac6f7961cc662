import { sql } from 'kysely';
import { HANDOFF_MS, type Joining } from '@huati/shared';
import type { Database } from '../../db/database';
import type { HandoffRow } from '../../db/schema';

/** How long a code that was confirmed is there at least, in ms: the other device asks for it only now and then. */
const CONFIRMED_MS = 60_000;
/** Codes of one user that are open at the same time. */
const OPEN = 5;
/** So long after its end, in ms, a code still tells that it has expired. */
const KEPT_MS = 10 * 60_000;
/** What a guest may have without a topic. */
const OTHERS = ['roles', 'templates', 'attachments', 'knowledge'] as const;

export type FoundHandoff = Omit<HandoffRow, 'created_at' | 'expires_at'> & { expired: boolean };

/** Who takes a code, what they agreed to, and how that is to be confirmed. */
export interface Claim {
  claimedBy: string;
  device: string;
  joining: Joining;
  digits: string;
  choices: readonly string[];
}

/** What a guest has that would go to an account: topics, and whether there is anything else. */
export interface Belongings {
  topics: number;
  others: boolean;
}

/** Codes, named by their hash and timed by the database's clock. Each step is one conditional update: it is done once. */
export interface HandoffRepository {
  /** False where the topic is not this user's. */
  owns(userId: string, topicId: string): Promise<boolean>;
  belongingsOf(userId: string): Promise<Belongings>;
  /** Stores a code and tells when it ends, in ms since 1970. What is over goes, and the user's oldest beyond five. */
  create(codeHash: string, userId: string, topicId: string): Promise<number>;
  find(codeHash: string): Promise<FoundHandoff | undefined>;
  /** The owner's other device takes it: false where it is taken, or over. */
  take(codeHash: string, userId: string): Promise<boolean>;
  /** Somebody else's device takes it, to be confirmed: false where it is taken, or over. */
  claim(codeHash: string, claim: Claim): Promise<boolean>;
  /** The owner has picked the digits: false where these are others, or nobody waits for them. */
  confirm(codeHash: string, userId: string, digits: string): Promise<boolean>;
  refuse(codeHash: string, userId: string): Promise<void>;
  /** The device that was confirmed has its session. */
  end(codeHash: string): Promise<void>;
}

export function createHandoffRepository({ kysely, dialect }: Database): HandoffRepository {
  const { now } = dialect;
  const in_ = (ms: number) => sql<number>`${now} + ${sql.lit(ms)}`;
  const open = (codeHash: string, state: HandoffRow['state']) =>
    kysely
      .updateTable('handoffs')
      .where('code_hash', '=', codeHash)
      .where('state', '=', state)
      .where('expires_at', '>', now);

  const dropOldest = async (userId: string): Promise<void> => {
    const old = await kysely
      .selectFrom('handoffs')
      .select('code_hash')
      .where('user_id', '=', userId)
      .orderBy('created_at', 'desc')
      .orderBy('code_hash')
      .limit(100)
      .offset(OPEN)
      .execute();
    const hashes = old.map(({ code_hash: hash }) => hash);
    if (hashes.length > 0) await kysely.deleteFrom('handoffs').where('code_hash', 'in', hashes).execute();
  };

  return {
    owns: async (userId, topicId) => {
      const query = kysely.selectFrom('topics').select('id').where('id', '=', topicId).where('user_id', '=', userId);
      return (await query.executeTakeFirst()) !== undefined;
    },

    belongingsOf: (userId) => belongingsOf(kysely, userId),

    create: async (codeHash, userId, topicId) => {
      await kysely.deleteFrom('handoffs').where('expires_at', '<', in_(-KEPT_MS)).execute();
      const row = { code_hash: codeHash, user_id: userId, topic_id: topicId };
      await kysely
        .insertInto('handoffs')
        .values({ ...row, created_at: now, expires_at: in_(HANDOFF_MS) })
        .execute();
      await dropOldest(userId);
      const { expires_at: end } = await kysely
        .selectFrom('handoffs')
        .select('expires_at')
        .where('code_hash', '=', codeHash)
        .executeTakeFirstOrThrow();
      return end;
    },

    find: async (codeHash) => {
      const row = await kysely
        .selectFrom('handoffs')
        .select(['code_hash', 'user_id', 'topic_id', 'claimed_by', 'device', 'digits', 'choices_json'])
        .select(['joining', 'state'])
        .select(sql<number>`expires_at <= ${now}`.as('expired'))
        .where('code_hash', '=', codeHash)
        .executeTakeFirst();
      return row && { ...row, expired: row.expired === 1 };
    },

    take: async (codeHash, userId) => {
      const taken = open(codeHash, 'waiting').where('user_id', '=', userId).set({ state: 'done', claimed_by: userId });
      return (await taken.executeTakeFirst()).numUpdatedRows > 0n;
    },

    claim: async (codeHash, { claimedBy, device, joining, digits, choices }) => {
      const taken = open(codeHash, 'waiting').set({
        state: 'claimed',
        claimed_by: claimedBy,
        device,
        joining,
        digits,
        choices_json: JSON.stringify(choices),
      });
      return (await taken.executeTakeFirst()).numUpdatedRows > 0n;
    },

    confirm: async (codeHash, userId, digits) => {
      const { numUpdatedRows } = await open(codeHash, 'claimed')
        .where('user_id', '=', userId)
        .where('digits', '=', digits)
        .set({ state: 'confirmed' })
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await open(codeHash, 'confirmed')
        .where('expires_at', '<', in_(CONFIRMED_MS))
        .set({ expires_at: in_(CONFIRMED_MS) })
        .execute();
      return true;
    },

    refuse: async (codeHash, userId) => {
      await kysely
        .updateTable('handoffs')
        .where('code_hash', '=', codeHash)
        .where('user_id', '=', userId)
        .where('state', 'in', ['waiting', 'claimed'])
        .set({ state: 'refused' })
        .execute();
    },

    end: async (codeHash) => {
      await kysely
        .updateTable('handoffs')
        .where('code_hash', '=', codeHash)
        .where('state', '=', 'confirmed')
        .set({ state: 'done' })
        .execute();
    },
  };
}

async function belongingsOf(kysely: Database['kysely'], userId: string): Promise<Belongings> {
  const { topics } = await kysely
    .selectFrom('topics')
    .select(({ fn }) => fn.countAll<number | bigint | string>().as('topics'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  const others = await Promise.all(
    OTHERS.map((table) =>
      kysely.selectFrom(table).select('id').where('user_id', '=', userId).limit(1).executeTakeFirst(),
    ),
  );
  return { topics: Number(topics), others: others.some((row) => row !== undefined) };
}
