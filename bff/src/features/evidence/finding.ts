import { createRankingEndpoint, createResting, rerank, type Resting } from '@huati/ranking';
import type { Retrieval } from '@huati/shared';
import type { Config } from '../../config';
import type { Logger } from '../../logger';
import { deadline, withinTime } from '../../within-time';
import type { EvidenceRepository, TopicFile } from './evidence.repository';
import { createMeanings, type Meanings } from './meanings';
import type { Ranked } from './ranking/order';
import { createRanking } from './ranking/ranking';
import { createRankingThread } from './ranking/thread';
import type { VectorsRepository } from './vectors.repository';

/** How long embeddings, and how long reranking may keep a question waiting, in ms. */
export interface FindingPace {
  meaningMs: number;
  rerankMs: number;
}

export const FINDING_PACE: FindingPace = { meaningMs: 2_000, rerankMs: 2_000 };

/** So many of the best passages are ranked once more. */
const RERANKED = 50;
/** Of each of the question's own files so many of the best passages come before all others. */
const OF_OWN = 2;

export type FileAsked = TopicFile & { own: boolean };

/** Passages in the order they matter, and how that was found. */
export interface Found {
  order: Ranked[];
  retrieval: Retrieval;
}

export interface Finding {
  /** What of `files` matters for `question`. Whatever cannot be asked in time is done without. */
  find(files: readonly FileAsked[], question: string): Promise<Found>;
  /** A file was read: it will be asked about. Never rejects. */
  prepare(file: Pick<TopicFile, 'file_id' | 'passages'>): Promise<void>;
  close(): Promise<void>;
}

export interface FindingParts {
  config: Pick<Config, 'embedding' | 'reranking'>;
  repository: EvidenceRepository;
  vectors: VectorsRepository;
  /** The product's own where left out. */
  pace?: FindingPace | undefined;
  logger: Logger;
}

interface Meaning {
  vector: number[];
  /** All files are embedded. */
  whole: boolean;
}

export function createFinding({ config, repository, vectors, logger, ...parts }: FindingParts): Finding {
  const { meaningMs, rerankMs } = parts.pace ?? FINDING_PACE;
  const ranking = createRanking(repository, createRankingThread());
  const meanings = config.embedding && meaningsOf(config.embedding);
  const reranker = config.reranking && createRankingEndpoint(config.reranking);

  function meaningsOf(embedding: NonNullable<Config['embedding']>): Meanings {
    const endpoint = createRankingEndpoint(embedding);
    return createMeanings({ endpoint, passages: repository.passages, repository: vectors, logger });
  }
  const resting = { embedding: createResting(), reranking: createResting() };
  /** Undefined where `ask` fails, and where it is not asked because the endpoint failed only just. */
  const asked = async <T>(
    what: keyof typeof resting,
    ask: (endpoint: Resting) => Promise<T>,
  ): Promise<T | undefined> => {
    if (resting[what].rests()) return undefined;
    try {
      return await ask(resting[what]);
    } catch (error) {
      logger.warn({ err: error }, `${what} failed: passages are found without`);
      return undefined;
    }
  };

  const meaningOf = async (
    all: Meanings,
    files: readonly FileAsked[],
    question: string,
    endpoint: Resting,
  ): Promise<Meaning> => {
    const [vector] = await Promise.all([
      endpoint.unless(all.ofQuestion(question, deadline(meaningMs))),
      // Small files that were only just read are waited for; large ones are there for the next question.
      withinTime(Promise.all(files.map(all.prepare)), meaningMs, 'not embedded').catch(() => undefined),
    ]);
    let whole = true;
    for (const file of files) whole = whole && (await all.has(file));
    return { vector, whole };
  };

  const reranked = async (
    files: readonly FileAsked[],
    question: string,
    best: Ranked[],
    endpoint: Resting,
  ): Promise<Ranked[]> => {
    if (!reranker || best.length === 0) return best;
    const head = best.slice(0, RERANKED);
    const texts = await textsOf(repository, files, head);
    const scores = await endpoint.unless(rerank(reranker, question, texts, deadline(rerankMs)));
    const again = head.map((ranked, at): Ranked & { score: number } => ({
      ...ranked,
      score: scores[at] ?? 0,
      scoreKind: 'rerank',
    }));
    return [...again.sort((a, b) => b.score - a.score), ...best.slice(RERANKED)];
  };

  return {
    find: async (files, question) => {
      const meaning =
        meanings && (await asked('embedding', (endpoint) => meaningOf(meanings, files, question, endpoint)));
      const { matching, spread } = await ranking.rank({
        files,
        question,
        vector: meaning?.vector,
        vectorsOf: meaning && meanings.of,
      });
      const again = await asked('reranking', (endpoint) => reranked(files, question, matching, endpoint));
      const best = [...(again ?? matching), ...spread];
      const order = once([...bestOfOwn(files, best), ...best]);
      return { order, retrieval: howFound({ meanings, meaning, again, asksForMore: meanings ?? reranker }) };
    },
    prepare: async (file) => meanings?.prepare(file),
    close: async () => {
      meanings?.close();
      await ranking.close();
    },
  };
}

function howFound(tried: {
  meanings: unknown;
  meaning: Meaning | undefined;
  again: Ranked[] | undefined;
  asksForMore: unknown;
}): Retrieval {
  if (tried.asksForMore === undefined) return 'chunk';
  const embedded = tried.meanings === undefined || tried.meaning?.whole === true;
  return embedded && tried.again !== undefined ? 'vector' : 'degraded';
}

/** What is best of each file that the question is about, so that none of them is left out; the best of all first. */
function bestOfOwn(files: readonly FileAsked[], order: readonly Ranked[]): Ranked[] {
  const left = files.map(({ own }): number => (own ? OF_OWN : 0));
  return order.filter(({ file }) => {
    const more = (left[file] ?? 0) > 0;
    if (more) left[file] = (left[file] ?? 0) - 1;
    return more;
  });
}

/** Each passage once, where it comes first. */
function once(order: readonly Ranked[]): Ranked[] {
  const first = new Map<string, Ranked>();
  for (const ranked of order) {
    const key = `${ranked.file} ${ranked.n}`;
    if (!first.has(key)) first.set(key, ranked);
  }
  return [...first.values()];
}

async function textsOf(
  repository: Pick<EvidenceRepository, 'passagesAt'>,
  files: readonly FileAsked[],
  ranked: readonly Ranked[],
): Promise<string[]> {
  const texts = new Map<string, string>();
  for (const [at, { file_id: fileId }] of files.entries()) {
    const ns = ranked.filter(({ file }) => file === at).map(({ n }) => n);
    if (ns.length === 0) continue;
    for (const { n, text } of await repository.passagesAt(fileId, ns)) texts.set(`${at} ${n}`, text);
  }
  return ranked.map(({ file, n }) => texts.get(`${file} ${n}`) ?? '');
}
