import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sameParticulars } from '@huati/ranking';
import * as v from 'valibot';
import { toLengthOne, type Meanings } from '../ingestion/meanings';
import type { StoredAnswers } from '../pipeline/retriever';
import { openJsonlLog } from '../stores/jsonl-log';

/** A question, and the answer that the organisation has written for it. */
export const StoredAnswer = v.object({
  question: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4_000)),
  answer: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100_000)),
  title: v.optional(v.string()),
  sources: v.optional(v.array(v.object({ document: v.string(), quote: v.string() }))),
});
export type StoredAnswer = v.InferOutput<typeof StoredAnswer>;

const Kept = v.object({
  id: v.string(),
  ...StoredAnswer.entries,
  /** What the question means, by the model of that name. */
  meaning: v.optional(v.object({ model: v.string(), vector: v.array(v.number()) })),
});
type Kept = v.InferOutput<typeof Kept>;
const Line = v.union([v.object({ forgotten: v.string() }), Kept]);

/** By what questions are compared. `instruction` stands before each, as before those that people ask. */
export interface Comparing {
  meanings: Meanings;
  model: string;
  instruction: string;
}

/** Stored answers: durable, and all in memory. */
export interface Answers extends StoredAnswers {
  /** Keeps them, each in the place of what had the same question. False where their meanings cannot be had yet. */
  put(answers: readonly StoredAnswer[], signal: AbortSignal): Promise<boolean>;
  all(): (StoredAnswer & { id: string })[];
  /** False where there was none. */
  remove(id: string): Promise<boolean>;
  /** Looks up the meanings that are missing; rejects where they cannot be had. */
  fill(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Opens the answers in the folder `dir`, for this process alone. Without `comparing` none is ever the nearest. */
export async function openAnswers(dir: string, comparing: Comparing | undefined): Promise<Answers> {
  const kept = new Map<string, Kept>();
  const log = await openJsonlLog({
    file: join(dir, 'answers.jsonl'),
    replay: (entry) => {
      const line = v.parse(Line, entry);
      if ('forgotten' in line) kept.delete(line.forgotten);
      else kept.set(line.id, line);
    },
    snapshot: () => kept.values(),
    live: () => kept.size,
  });
  const store = async (rows: readonly Kept[]): Promise<void> => {
    for (const row of rows) kept.set(row.id, row);
    await log.append(rows);
  };
  const lacking = ({ meaning }: Kept): boolean => comparing !== undefined && meaning?.model !== comparing.model;
  const fill = async (signal: AbortSignal): Promise<void> => {
    const rows = [...kept.values()].filter(lacking);
    if (!comparing || rows.length === 0) return;
    const { meanings, model, instruction } = comparing;
    const vectors = await meanings.of(
      rows.map(({ question }) => `${instruction}${question}`),
      signal,
    );
    const filled = rows.map((row, at) => ({ ...row, meaning: { model, vector: [...(vectors[at] ?? [])] } }));
    // What was changed or taken away meanwhile stays so.
    await store(filled.filter((row, at) => kept.get(row.id) === rows[at]));
  };
  return {
    put: async (answers, signal) => {
      const rows = answers.map((answer) => ({ id: idOf(answer.question), ...answer }));
      await store(rows.map((row) => ({ ...row, meaning: kept.get(row.id)?.meaning })));
      try {
        await fill(signal);
        return true;
      } catch {
        return false;
      }
    },
    all: () => [...kept.values()].map(({ meaning: _, ...answer }) => answer),
    remove: async (id) => {
      const had = kept.delete(id);
      if (had) await log.append([{ forgotten: id }]);
      return had;
    },
    fill,
    nearest: ({ question: words, vector }) => {
      const asked = toLengthOne([...vector]);
      let best: Awaited<ReturnType<StoredAnswers['nearest']>>;
      for (const row of kept.values()) {
        if (lacking(row) || row.meaning?.vector.length !== asked.length) continue;
        const cosine = row.meaning.vector.reduce((sum, value, at) => sum + value * (asked[at] ?? 0), 0);
        if ((best && cosine <= best.cosine) || !sameParticulars(row.question, words)) continue;
        const { id, question, answer, sources } = row;
        best = { id, question, answer, cosine, sources };
      }
      return Promise.resolve(best);
    },
    close: () => log.close(),
  };
}

/** The same for the same question, however it is spaced. */
function idOf(question: string): string {
  const plain = question.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  return createHash('sha256').update(plain).digest('hex').slice(0, 32);
}
