import { remember } from '../../remember';
import type { CachedAnswersRepository, CachedRow } from './cached.repository';

/** Answers that are looked through, the newest of them. */
const MOST = 5000;
/** For so long an earlier answer is good, in ms. */
export const KEPT_MS = 7 * 24 * 3_600_000;
/** Clocks of two processes, and a row on its way, are no further apart than this, in ms. */
const SLACK_MS = 60_000;

export interface Entry {
  answerId: string;
  scope: string;
  question: string;
  createdAt: number;
  vector: Int8Array;
}

export interface Near {
  entry: Entry;
  /** Their cosine. */
  score: number;
}

/** The questions of earlier answers by what they mean to one embedding model, as they are in the database by now. */
export class Nearest {
  readonly #entries = new Map<string, Entry>();
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(
    private readonly model: string,
    private readonly repository: Pick<CachedAnswersRepository, 'newest'>,
  ) {}

  /** Those of `scope` whose cosine to `vector` is `threshold` or more, the nearest first. */
  async to(vector: Int8Array, scope: string, threshold: number): Promise<Near[]> {
    // What other processes have stored since.
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    await this.#reading;
    const since = Date.now() - KEPT_MS;
    const near: Near[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.scope !== scope || entry.createdAt < since) continue;
      const score = cosine(entry.vector, vector);
      if (score >= threshold) near.push({ entry, score });
    }
    return near.sort((a, b) => b.score - a.score);
  }

  forget(answerId: string): void {
    this.#entries.delete(answerId);
  }

  async #read(): Promise<void> {
    const now = Date.now();
    const rows = await this.repository.newest(this.model, Math.max(this.#readAt - SLACK_MS, now - KEPT_MS), MOST);
    for (const row of rows.reverse()) {
      if (!this.#entries.has(row.answer_id)) remember(this.#entries, row.answer_id, entryOf(row), MOST);
    }
    this.#readAt = now;
  }
}

function entryOf({ answer_id: answerId, scope, question, created_at: createdAt, vector }: CachedRow): Entry {
  const bytes = Buffer.from(vector, 'base64');
  return { answerId, scope, question, createdAt, vector: Int8Array.from(bytes, (byte) => (byte << 24) >> 24) };
}

/** Of two vectors as they are kept, whose lengths rounding has changed a little; 0 where they have not as many dimensions. */
function cosine(a: Int8Array, b: Int8Array): number {
  if (a.length !== b.length) return 0;
  let [dot, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < a.length; at += 1) {
    const [x = 0, y = 0] = [a[at], b[at]];
    dot += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return ofA === 0 || ofB === 0 ? 0 : Math.min(1, dot / Math.sqrt(ofA * ofB));
}
