import { randomUUID } from 'node:crypto';
import { createResting, type Found, queryTerms, type RankingEndpoint, type Resting } from '@huati/ranking';
import type { RetrieveAnswer, RetrieveDirect, RetrieveRecord, RetrieveRequest } from '@huati/shared';
import type { Chunk, Owner, Viewer } from '../domain';
import type { FindEvidence } from '../ingestion/evidence';
import type { GraphSchema } from '../schema';
import type { Alike, ChunkStore } from '../stores/chunk-store';
import type { GraphStore } from '../stores/graph-store';
import { type Attempts, createAttempts } from './attempts';
import { type Budget, createBudget, type Turn } from './budget';
import { fromGraph, type FromGraph, nothingOf } from './by-graph';
import { meets } from './condition';
import { likeEnough } from './filter';
import type { Extractor, Linker } from './link';
import { type Linked, linkedIn } from './linked';
import { fused, interleaved } from './order';
import { type Plan, planOf } from './plan';
import { asFractions, chunkRecord, graphOf, linksOf, numbered, pathRecords } from './records';
import { RERANK_MS, RERANKED, rerankChunks } from './rerank';
import type { Retriever } from './retrieve';
import type { TextIndex } from './texts';
import { EMBED_MS, type Embedding, type Meanings, meaningsOf } from './vectors';

/** So many chunks each way of finding gives; where a condition takes most of them away, more. */
const FOUND = 60;
const FOUND_FILTERED = 500;
/** So many chunks of the graph come before each one that only words or meanings have found: where it was walked, and ranked. */
const WALK_SHARE = 3;
const RANK_SHARE = 4;
/** How long a retrieval takes at most where nobody says, in ms, and how much of that has passed when each step is to be over. */
const DEADLINE_MS = 2_500;
const UNTIL = { chunksOfGraph: 0.5, found: 0.65, stored: 0.72, chunks: 0.8, reranked: 0.92 };

/** A stored answer, how alike its question is, and the words of documents that it rests on. */
export interface NearAnswer {
  id: string;
  question: string;
  answer: string;
  cosine: number;
  sources?: readonly { document: string; quote: string }[] | undefined;
}

/** The stored answer whose question is the most alike of those that ask the same; `vector`, what `question` means, is of length one. */
export interface StoredAnswers {
  nearest(asked: { question: string; vector: Float32Array }, signal: AbortSignal): Promise<NearAnswer | undefined>;
}

/** Stored answers, from which cosine on one is given, and who finds the chunks that it rests on; left out: none is found. */
interface Direct {
  answers: StoredAnswers;
  threshold: number;
  evidenceFor?: ((owner: Owner) => FindEvidence) | undefined;
}

/**
 * What a retriever works with. Whoever writes to the stores tells the two indexes of it, which are only in memory:
 *
 *   at the start         linker.reload(graph.names()); for await (chunk of chunks.all()) texts.add([chunk])
 *   after graph.put      linker.add(namesIn(facts.entities))
 *   after chunks.put     texts.add(chunks)                 the same ids again take the place of what was there
 *   after a removal      texts.removeDocument(id) and linker.reload(graph.names())
 *
 * A link to an entity that is gone is found out by asking the graph, so that `reload` may come late.
 */
export interface RetrieverParts {
  graph: GraphStore;
  chunks: ChunkStore;
  linker: Linker;
  texts: TextIndex;
  schema: GraphSchema;
  /** Left out: nothing is found by meaning, which is said in `warnings`. */
  embedding?: Embedding | undefined;
  reranking?: RankingEndpoint | undefined;
  /** What a model takes for entities of a question; only what the graph knows of them counts. */
  extractor?: Extractor | undefined;
  /** Left out: no stored answer is ever given. */
  direct?: Direct | undefined;
}

/**
 * Finds evidence by the steps of this folder: link, plan, traverse, chunks, vectors, filter, rerank, order. `retrieve` rejects with
 * InvalidCondition, and where `signal` is aborted; a store or an endpoint that is away is done without and said in `warnings`.
 */
export function createRetriever(parts: RetrieverParts): Retriever {
  const rests: Rests = { embedding: createResting(), reranking: createResting(), extracting: createResting() };
  // Async, so that a wrong request is a rejection as well.
  return { retrieve: async (request, signal) => retrieve(new Asked(parts, rests, request, signal)) };
}

interface Rests {
  embedding: Resting;
  reranking: Resting;
  extracting: Resting;
}

async function retrieve(asked: Asked): Promise<RetrieveAnswer> {
  const start = performance.now();
  const { request, parts, attempts } = asked;
  const words = asked.words();
  const [meant, known] = await Promise.all([asked.byMeaning(), asked.byGraph(words.map(({ key }) => key))]);
  const { found, linked, plan } = known;
  const { meanings, alike = [] } = meant ?? {};
  const direct = await asked.direct(meanings);
  const ofChunks = await asked.records(known, { words, alike, model: meanings?.model });
  const { named, others } = parted(ofChunks, direct?.sources ?? []);
  const { top_k: topK } = request.retrieval_setting;
  const said = Math.ceil(topK / 3);
  const sentences = plan?.template === 'rank' ? [] : pathRecords(found, said);
  const first = [...(direct ? [direct.record] : []), ...named.map(({ record }) => record)];
  const all = [...first, ...sentences, ...others.map(({ record }) => record)];
  const records = numbered(all, topK, request.budget_tokens);
  return {
    retrieval_id: randomUUID(),
    mode_used: plan ? 'graph' : meant ? 'vector' : 'text',
    backend: `huati-graphrag ${parts.graph.kind}+${parts.chunks.kind}`,
    warnings: [...attempts.warnings],
    timings_ms: { ...attempts.timings, total: Math.round((performance.now() - start) * 100) / 100 },
    records,
    graph: graphOf(found, linked, said),
    linked: linksOf(linked),
    plan: planTold(known),
    direct: direct ? { ...direct.told, ...sourcesTold(records, named) } : null,
    degraded: attempts.failed,
    private: isPrivate(asked, known, [...named, ...others].slice(0, topK)),
  };
}

/** What is `named` as sources, in that order, and what else was found. */
function parted(
  found: readonly ChunkFound[],
  sources: readonly Chunk[],
): { named: ChunkFound[]; others: ChunkFound[] } {
  const byId = new Map(found.map((each) => [each.chunk.id, each]));
  const named = sources.map((chunk) => byId.get(chunk.id) ?? { chunk, record: chunkRecord(chunk, {}, undefined) });
  const ids = new Set(sources.map(({ id }) => id));
  return { named, others: found.filter(({ chunk }) => !ids.has(chunk.id)) };
}

/** The numbers of the records that have room of those that are `named`. */
function sourcesTold(
  records: readonly RetrieveRecord[],
  named: readonly ChunkFound[],
): Pick<RetrieveDirect, 'sources'> {
  const ids = new Set<string | undefined>(named.map(({ chunk }) => chunk.id));
  const sources = records.flatMap(({ metadata }) => (ids.has(metadata.chunk_id) ? [metadata.n] : []));
  return sources.length > 0 ? { sources } : {};
}

/** Whether any of it is from what belongs to the asker alone. */
function isPrivate({ parts }: Asked, { linked, found }: Known, chunks: readonly ChunkFound[]): boolean {
  const facts = found.paths.flatMap(({ edges }) => edges.flatMap((edge) => edge.facts));
  const isOwn = [...facts, ...chunks.map(({ chunk }) => chunk)].some(({ owner }) => owner !== '');
  return (
    isOwn ||
    linked.links.some(({ surface, entityId }) => !parts.linker.meaningsOf(surface, { owner: '' }).includes(entityId))
  );
}

function planTold({ plan, found }: Known): RetrieveAnswer['plan'] {
  if (!plan) return { template_id: 'none', params: {} };
  const { template, seeds, hops } = plan;
  const steps = found.steps.map(({ type, direction }) => ({ type, direction }));
  return { template_id: template, params: { seeds: seeds.map(({ entity }) => entity.id), steps, hops } };
}

/** What the graph knows; without a plan it was not asked, or is away. */
interface Known {
  plan: Plan | undefined;
  linked: Linked;
  found: FromGraph;
}

interface ChunkFound {
  chunk: Chunk;
  record: RetrieveRecord;
}

/** What words and meanings found, the best first. */
interface FoundByText {
  words: readonly Found[];
  alike: readonly Alike[];
  model: string | undefined;
}

/** One question on its way. */
class Asked {
  readonly attempts: Attempts;
  readonly #budget: Budget;
  readonly #viewer: Viewer;
  readonly #isMet: ((chunk: Chunk) => boolean) | undefined;

  constructor(
    readonly parts: RetrieverParts,
    readonly rests: Rests,
    readonly request: RetrieveRequest,
    readonly signal: AbortSignal,
  ) {
    this.attempts = createAttempts(signal);
    this.#budget = createBudget(signal, request.deadline_ms ?? DEADLINE_MS);
    this.#viewer = { owner: request.owner };
    this.#isMet = meets(request.metadata_condition);
  }

  words(): Found[] {
    const start = performance.now();
    const found = this.parts.texts.find(
      queryTerms(this.request.query),
      this.#viewer,
      this.#isMet ? FOUND_FILTERED : FOUND,
    );
    this.attempts.took('text', performance.now() - start);
    return found;
  }

  async byMeaning(): Promise<{ meanings: Meanings; alike: Alike[] } | undefined> {
    const { parts, rests, request, attempts } = this;
    const { embedding, chunks } = parts;
    if (request.mode === 'text') return undefined;
    if (!embedding) {
      attempts.warn('no_embedding: no embedding endpoint is configured, found by words instead of meaning');
      return undefined;
    }
    return attempts.attempt(
      'vector',
      this.#budget.turn(UNTIL.found, EMBED_MS),
      async (turn) => {
        const { query: question, hypothetical } = request;
        const meanings = await meaningsOf(embedding, rests.embedding, { question, hypothetical, turn });
        const alike = await chunks.alike(meanings.ofPassages, this.#viewer, FOUND, turn.signal);
        return { meanings, alike: likeEnough(alike, request.retrieval_setting.score_threshold) };
      },
      undefined,
    );
  }

  async byGraph(worded: readonly string[]): Promise<Known> {
    const { parts, request, attempts, rests } = this;
    const budget = this.#budget;
    const linked: Linked = { links: [], seeds: [], relations: [] };
    const nothing: Known = { plan: undefined, linked, found: nothingOf(request.query, parts.schema) };
    if (request.mode !== 'graph') return nothing;
    const viewer = this.#viewer;
    const work = async ({ signal }: Turn): Promise<Known> => {
      const linked = await attempts.timed('link', () =>
        linkedIn(
          { ...parts, request, viewer, resting: rests.extracting, extractor: parts.extractor, budget },
          attempts,
        ),
      );
      const { relations, seeds } = linked;
      const { max_hops: maxHops } = request.retrieval_setting;
      const question = request.query;
      const plan = planOf({ question, seeds, relations, schema: parts.schema, maxHops });
      const condition = request.metadata_condition;
      return {
        plan,
        linked,
        found: await fromGraph(
          { ...parts, chunks: this.#chunks(UNTIL.chunksOfGraph) },
          { question, plan, linked, viewer, condition, worded, signal },
        ),
      };
    };
    return attempts.attempt('graph', budget.turn(UNTIL.found), work, nothing);
  }

  /** The chunks, none of them where the store has given none in its time. */
  #chunks(share: number): Pick<ChunkStore, 'get'> {
    const get: ChunkStore['get'] = (ids, viewer) =>
      this.attempts.attempt('chunks', this.#budget.turn(share), () => this.parts.chunks.get(ids, viewer), []);
    return { get };
  }

  /** The stored answer to a question that is nearly this one, and the chunks that it rests on. */
  async direct(
    meanings: Meanings | undefined,
  ): Promise<{ record: RetrieveRecord; told: RetrieveDirect; sources: Chunk[] } | undefined> {
    const { direct } = this.parts;
    if (!direct || !meanings) return undefined;
    const nearest = await this.attempts.attempt(
      'stored',
      this.#budget.turn(UNTIL.stored),
      ({ signal }) => direct.answers.nearest({ question: this.request.query, vector: meanings.ofQuestions }, signal),
      undefined,
    );
    if (!nearest || nearest.cosine < direct.threshold) return undefined;
    const { question, answer, cosine } = nearest;
    const score = Math.min(1, cosine);
    const { model } = meanings;
    const metadata = {
      n: 1,
      kind: 'source' as const,
      score_kind: 'cosine' as const,
      scores: { cosine },
      model,
      path_ids: [],
    };
    return {
      record: { content: answer, score, title: question, metadata },
      told: { record: 1, text: answer, question, score, threshold: direct.threshold, model },
      sources: await this.#named(nearest.sources ?? [], direct),
    };
  }

  /** Those chunks of the sources that are there, for whoever asks. */
  async #named(sources: NonNullable<NearAnswer['sources']>, { evidenceFor }: Direct): Promise<Chunk[]> {
    const { parts, request, attempts } = this;
    if (!evidenceFor || sources.length === 0) return [];
    const work = async (): Promise<Chunk[]> => {
      const find = evidenceFor(request.owner);
      const ids = new Set<string>();
      for (const { document, quote } of sources) {
        // More would not be given.
        if (ids.size === request.retrieval_setting.top_k) break;
        const found = await find(document, quote);
        if (found) ids.add(found.chunkId);
      }
      const chunks = await parts.chunks.get([...ids], this.#viewer);
      return chunks.filter((chunk) => this.#isMet?.(chunk) ?? true);
    };
    return attempts.attempt('sources', this.#budget.turn(UNTIL.stored), work, []);
  }

  /** The chunks of all ways of finding, in the order in which they matter. */
  async records({ found, plan }: Known, texts: FoundByText): Promise<ChunkFound[]> {
    const alike = new Map(texts.alike.map(({ chunkId, cosine }) => [chunkId, cosine]));
    const words = new Map(texts.words.map(({ key, score }) => [key, score]));
    const byText = fused([[...alike.keys()], [...words.keys()]].filter((list) => list.length > 0));
    const share = plan?.template === 'rank' ? RANK_SHARE : plan?.template === 'around' ? 1 : WALK_SHARE;
    const wanted = interleaved(found.chunkIds, byText, share).slice(0, this.#isMet ? 2 * FOUND_FILTERED : 2 * FOUND);
    const chunks = await this.#chunks(UNTIL.chunks).get(wanted, this.#viewer);
    const isMet = this.#isMet;
    const known = new Map(chunks.filter((chunk) => !isMet || isMet(chunk)).map((chunk) => [chunk.id, chunk]));
    const reranked = await this.#reranked([...known.values()].slice(0, RERANKED));
    const better = [...reranked].sort((a, b) => b[1] - a[1]).map(([id]) => id);
    const rest = byText.filter((id) => !reranked.has(id));
    const shown = asFractions(reranked);
    return interleaved(found.chunkIds, [...better, ...rest], share).flatMap((id) => {
      const chunk = known.get(id);
      if (!chunk) return [];
      const scores = { rerank: shown.get(id), cosine: alike.get(id), graph: found.ranks.get(id), bm25: words.get(id) };
      const record = chunkRecord(chunk, scores, texts.model);
      record.metadata.scores = { ...scores, rerank: reranked.get(id) };
      return [{ chunk, record }];
    });
  }

  async #reranked(chunks: readonly Chunk[]): Promise<Map<string, number>> {
    const { request, parts, rests, attempts } = this;
    const { reranking } = parts;
    if (!reranking || !request.retrieval_setting.rerank) return new Map();
    const work = (turn: Turn) => rerankChunks(reranking, rests.reranking, { question: request.query, chunks, turn });
    return attempts.attempt('rerank', this.#budget.turn(UNTIL.reranked, RERANK_MS), work, new Map<string, number>());
  }
}
