import { setImmediate as breath } from 'node:timers/promises';
import { embed, packed, type RankingEndpoint, type Vectors } from '@huati/ranking';
import type { Logger } from '../../logger';
import { remember } from '../../remember';
import { deadline } from '../../within-time';
import type { EvidenceRepository, PassageText, TopicFile } from './evidence.repository';
import { headingsOf } from './headings';
import type { VectorBatch, VectorsRepository } from './vectors.repository';

/** Passages embedded in one request, and such requests at once. */
const BATCH = 32;
const AT_ONCE = 2;
/** The longest one of them may take, in ms, and how long a file that failed is left alone. */
const BATCH_MS = 30_000;
const AGAIN_MS = 30_000;
/** Files whose failure is remembered. */
const FILES = 1000;
/** Batches that are read in one go: a few ms of the thread that streams answers. */
const READ = 8;

/** What of a file is needed to find its vectors. */
type ToEmbed = Pick<TopicFile, 'file_id' | 'passages'>;

/** What passages and questions mean, by an embedding model. */
export interface Meanings {
  /** Embeds a file's passages in the background, where that is not done. Never rejects. */
  prepare(file: ToEmbed): Promise<void>;
  /** Whether all of the file is embedded. */
  has(file: ToEmbed): Promise<boolean>;
  /** The vectors of a file; undefined where it is not embedded wholly. */
  of(file: ToEmbed): Promise<Vectors | undefined>;
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

  const embedBatch = async (fileId: string, model: string, from: number, failed: AbortSignal): Promise<void> => {
    if (failed.aborted) return;
    const rows = await passages(fileId, from - 1, BATCH);
    if (rows.length === 0) return;
    const signal = AbortSignal.any([closing.signal, failed, deadline(BATCH_MS)]);
    const vectors = await embed(endpoint, rows.map(textOf), signal);
    const dimensions = vectors[0]?.length ?? 0;
    const numbers = new Int8Array(dimensions * vectors.length);
    for (const [at, vector] of vectors.entries()) numbers.set(packed(vector), at * dimensions);
    await repository.keep(fileId, model, { n: from, dimensions, numbers });
  };
  const missing = async ({ file_id: fileId, passages: count }: ToEmbed, model: string): Promise<number[]> => {
    const there = new Set(await repository.begins(fileId, model));
    const all = Array.from({ length: Math.ceil(count / BATCH) }, (_, at) => at * BATCH + 1);
    return all.filter((n) => !there.has(n));
  };
  const make = async (file: ToEmbed): Promise<void> => {
    const model = await endpoint.modelName();
    const left = await missing(file, model);
    // What waits of a file that failed must not come before the files of others.
    const failed = new AbortController();
    try {
      await Promise.all(left.map((from) => turn(() => embedBatch(file.file_id, model, from, failed.signal))));
    } catch (error) {
      failed.abort();
      throw error;
    }
  };
  const tried = async (file: ToEmbed): Promise<void> => {
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
    has: async (file) => (await missing(file, await endpoint.modelName())).length === 0,
    of: async ({ file_id: fileId, passages: count }) => {
      const model = await endpoint.modelName();
      const batches: VectorBatch[] = [];
      for (;;) {
        const more = await repository.of(fileId, model, batches.at(-1)?.n ?? 0, READ);
        batches.push(...more);
        if (more.length < READ) return joined(batches, count);
        await breath();
      }
    },
    ofQuestion: async (question, signal) => (await embed(endpoint, [question], signal))[0] ?? [],
    close: () => closing.abort(),
  };
}

function textOf({ text, place_json: place }: PassageText): string {
  return [...headingsOf(place), text].join('\n');
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
