import * as v from 'valibot';
import type { Logger } from '../../logger';
import { remember } from '../../remember';
import { embed } from '../../upstreams/ranking/embeddings';
import type { RankingEndpoint } from '../../upstreams/ranking/ranking-endpoint';
import type { EvidenceRepository, PassageText, TopicFile } from './evidence.repository';
import { packed, type Vectors } from './ranking/vectors';
import type { VectorBatch, VectorsRepository } from './vectors.repository';

/** Passages embedded in one request, and such requests at once. */
const BATCH = 32;
const AT_ONCE = 2;
/** The longest one of them may take, in ms, and how long a file that failed is left alone. */
const BATCH_MS = 30_000;
const AGAIN_MS = 30_000;
/** Files whose failure is remembered. */
const FILES = 1000;

const Headings = v.object({ headings: v.optional(v.array(v.string()), []) });

/** What passages and questions mean, by an embedding model. */
export interface Meanings {
  /** Embeds a file's passages in the background, where that is not done. Never rejects. */
  prepare(file: Pick<TopicFile, 'file_id' | 'passages'>): Promise<void>;
  /** The vectors of those files that are embedded wholly. */
  of(files: readonly Pick<TopicFile, 'file_id' | 'passages'>[]): Promise<Map<string, Vectors>>;
  ofQuestion(question: string, signal: AbortSignal): Promise<number[]>;
  close(): void;
}

export interface MeaningsParts {
  endpoint: RankingEndpoint;
  passages: EvidenceRepository['passages'];
  repository: VectorsRepository;
  logger: Logger;
}

export function createMeanings({ endpoint, passages, repository, logger }: MeaningsParts): Meanings {
  const closing = new AbortController();
  const preparing = new Map<string, Promise<void>>();
  const failedAt = new Map<string, number>();
  const turn = inTurns(AT_ONCE);

  const embedBatch = async (fileId: string, model: string, from: number): Promise<void> => {
    const rows = await passages(fileId, from - 1, BATCH);
    if (rows.length === 0) return;
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(BATCH_MS)]);
    const vectors = await embed(endpoint, rows.map(textOf), signal);
    const dimensions = vectors[0]?.length ?? 0;
    const numbers = new Int8Array(dimensions * vectors.length);
    for (const [at, vector] of vectors.entries()) numbers.set(packed(vector), at * dimensions);
    await repository.keep(fileId, model, { n: from, dimensions, numbers });
  };
  const make = async ({ file_id: fileId, passages: count }: Pick<TopicFile, 'file_id' | 'passages'>): Promise<void> => {
    const model = await endpoint.modelName();
    const there = new Set((await repository.of(fileId, model)).map(({ n }) => n));
    const missing = Array.from({ length: Math.ceil(count / BATCH) }, (_, at) => at * BATCH + 1).filter(
      (n) => !there.has(n),
    );
    await Promise.all(missing.map((from) => turn(() => embedBatch(fileId, model, from))));
  };
  const tried = async (file: Pick<TopicFile, 'file_id' | 'passages'>): Promise<void> => {
    const { file_id: fileId } = file;
    if (Date.now() < (failedAt.get(fileId) ?? 0) + AGAIN_MS) return;
    try {
      await make(file);
    } catch (error) {
      remember(failedAt, fileId, Date.now(), FILES);
      if (!closing.signal.aborted) logger.warn({ err: error, fileId }, 'a file could not be embedded');
    }
  };

  return {
    prepare: (file) => {
      const running = preparing.get(file.file_id) ?? tried(file).finally(() => preparing.delete(file.file_id));
      preparing.set(file.file_id, running);
      return running;
    },
    of: async (files) => {
      const model = await endpoint.modelName();
      const found = new Map<string, Vectors>();
      for (const { file_id: fileId, passages: count } of files) {
        const whole = joined(await repository.of(fileId, model), count);
        if (whole) found.set(fileId, whole);
      }
      return found;
    },
    ofQuestion: async (question, signal) => (await embed(endpoint, [question], signal))[0] ?? [],
    close: () => closing.abort(),
  };
}

function textOf({ text, place_json: place }: PassageText): string {
  const { headings } = v.parse(Headings, JSON.parse(place));
  return [...headings, text].join('\n');
}

/** All batches as one, undefined where one of them is missing or another model's. */
function joined(batches: readonly VectorBatch[], count: number): Vectors | undefined {
  const dimensions = batches[0]?.dimensions ?? 0;
  const numbers = new Int8Array(dimensions * count);
  let known = 0;
  for (const batch of batches) {
    if (batch.dimensions !== dimensions || batch.n !== known + 1) return undefined;
    known += batch.numbers.length / dimensions;
    if (known > count) return undefined;
    numbers.set(batch.numbers, (batch.n - 1) * dimensions);
  }
  return known === count && count > 0 ? { dimensions, numbers } : undefined;
}

/** Runs at most `max` works at once, the others in the order they came. */
function inTurns(max: number): (work: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
