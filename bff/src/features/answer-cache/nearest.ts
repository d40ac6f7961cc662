import { setImmediate as breath } from 'node:timers/promises';
import { remember } from '../../remember';
import type { CachedAnswersRepository, CachedRow } from './cached.repository';

/** Answers that are looked through, the newest of them. */
const MOST = 5000;
/** So many are read or compared before others have their turn: all of them would hold up every answer of the process. */
const PAGE = 500;
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
  norm: number;
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
    const asked = { vector, norm: normOf(vector) };
    const entries = [...this.#entries.values()].filter((each) => each.scope === scope && each.createdAt >= since);
    for (const [at, entry] of entries.entries()) {
      if (at > 0 && at % PAGE === 0) await breath();
      const score = cosine(entry, asked);
      if (score >= threshold) near.push({ entry, score });
    }
    return near.sort((a, b) => b.score - a.score);
  }

  forget(answerId: string): void {
    this.#entries.delete(answerId);
  }

  async #read(): Promise<void> {
    const now = Date.now();
    const since = Math.max(this.#readAt - SLACK_MS, now - KEPT_MS);
    const fresh: Entry[] = [];
    let last: CachedRow | undefined;
    for (let read = 0; read < MOST; read += PAGE) {
      const rows = await this.repository.newest(this.model, { since, before: last, limit: PAGE });
      fresh.push(...rows.filter(({ answer_id: id }) => !this.#entries.has(id)).map(entryOf));
      last = rows.at(-1);
      if (rows.length < PAGE) break;
      await breath();
    }
    for (const entry of fresh.reverse()) remember(this.#entries, entry.answerId, entry, MOST);
    this.#readAt = now;
  }
}

function entryOf({ answer_id: answerId, scope, question, created_at: createdAt, vector: kept }: CachedRow): Entry {
  const bytes = Buffer.from(kept, 'base64');
  const vector = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return { answerId, scope, question, createdAt, vector, norm: normOf(vector) };
}

function normOf(vector: Int8Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}

/** Of two vectors as they are kept, whose lengths rounding has changed a little; 0 where they have not as many dimensions. */
function cosine(a: Pick<Entry, 'vector' | 'norm'>, b: Pick<Entry, 'vector' | 'norm'>): number {
  const [one, other] = [a.vector, b.vector];
  if (one.length !== other.length || a.norm === 0 || b.norm === 0) return 0;
  let dot = 0;
  for (let at = 0; at < one.length; at += 1) dot += (one[at] ?? 0) * (other[at] ?? 0);
  return Math.min(1, dot / (a.norm * b.norm));
}
