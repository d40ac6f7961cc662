import { foundIn, Postings, queryTerms } from '@huati/ranking';
import type { MetadataCondition } from '@huati/shared';
import type { Chunk, Entity, Viewer } from '../domain';
import type { GraphSchema } from '../schema';
import type { ChunkStore } from '../stores/chunk-store';
import type { GraphStore } from '../stores/graph-store';
import { languageOf, sentenceOf, type Wording } from './chunks';
import { meets } from './condition';
import type { Linker } from './link';
import { type Linked } from './linked';
import type { Plan, Seed, Step } from './plan';
import { rankChunks } from './rank';
import type { TextIndex } from './texts';
import { type Edge, type Path, traverse } from './traverse';

/** The most facts of one edge whose chunks are looked at, and of entities of one question that are looked up. */
const FACTS_MAX = 4;
const CHUNKS_MAX = 400;
const NEAR = 5;
const RANKED = 60;
const FOR_RANK = 50;
/** How much the facts like a question matter for the rank: where it names entities, and where these are guessed. */
const FACTS_BESIDE = 0.25;
const FACTS_GUESSED = 1;

export interface GraphAsked {
  question: string;
  plan: Plan;
  linked: Linked;
  viewer: Viewer;
  condition: MetadataCondition | null | undefined;
  /** The chunks that have most of the question's words, the best first. */
  worded: readonly string[];
  signal: AbortSignal;
}

export interface GraphParts {
  graph: GraphStore;
  chunks: Pick<ChunkStore, 'get'>;
  linker: Linker;
  texts: TextIndex;
  schema: GraphSchema;
}

/** What the graph gives: the most telling paths first, and chunks, the best first, with their scores where they were ranked. */
export interface FromGraph {
  paths: Path[];
  chunkIds: string[];
  ranks: ReadonlyMap<string, number>;
  chunks: ReadonlyMap<string, Chunk>;
  wording: Wording;
  /** The chain that led there. */
  steps: readonly Step[];
  truncated: boolean;
}

/** What the graph gives of nothing. */
export function nothingOf(question: string, schema: GraphSchema): FromGraph {
  const wording: Wording = { language: languageOf(question), entities: new Map(), schema };
  return { paths: [], chunkIds: [], ranks: new Map(), chunks: new Map(), wording, steps: [], truncated: false };
}

/** Walks or ranks the graph as planned. Rejects where a store is away or `signal` is aborted. */
export async function fromGraph(parts: GraphParts, asked: GraphAsked): Promise<FromGraph> {
  const { question, plan, viewer, signal } = asked;
  const { graph, chunks: store, schema } = parts;
  const ranked = plan.template === 'rank' ? await rankedBy(parts, asked) : undefined;
  const walked = await traverse(plan, { graph, viewer, signal });
  const paths = ranked ? ranked.paths : walked.paths;

  const told = paths.flatMap(({ edges }) => edges.flatMap(({ facts }) => facts.slice(0, FACTS_MAX)));
  const ids = [...new Set(told.map(({ chunkId }) => chunkId))].filter((id) => id !== '').slice(0, CHUNKS_MAX);
  const found = new Map((await store.get(ids, viewer)).map((chunk) => [chunk.id, chunk]));
  const kept = allowed(paths, found, asked.condition);
  const nodes = [...new Set(kept.flatMap((path) => path.nodes))];
  const entities = new Map(
    (await graph.entities(nodes, viewer)).map((entity): [string, Entity] => [entity.id, entity]),
  );
  const wording: Wording = { language: languageOf(question), entities, schema };
  const relevant = byQuestion(kept, question, wording, found);
  const ordered = plan.template === 'common' ? sharedFirst(relevant) : relevant;
  const evidence = ordered.flatMap(({ edges }) => edges.flatMap(({ facts }) => facts.slice(0, 2)));
  return {
    paths: ordered,
    chunkIds: ranked
      ? [...ranked.ranks.keys()]
      : [...new Set(evidence.map(({ chunkId }) => chunkId))].filter((id) => found.has(id)),
    ranks: ranked?.ranks ?? new Map(),
    chunks: found,
    wording,
    steps: walked.steps,
    truncated: walked.truncated,
  };
}

/** The rank of chunks, and the facts where it began, as paths of one edge. */
async function rankedBy(
  { graph, linker, texts }: GraphParts,
  asked: GraphAsked,
): Promise<{ ranks: Map<string, number>; paths: Path[] }> {
  const { question, linked, viewer, worded, signal } = asked;
  const own = namesOf(linked.seeds, question);
  const near = own.length > 0 ? [] : linker.near(question, viewer, NEAR);
  const most = near[0]?.score ?? 1;
  const seeds = new Map([
    ...near.map(({ entityId, score }) => [entityId, score / (2 * most)] as const),
    ...own.map(({ entity }) => [entity.id, 1] as const),
  ]);
  const chunkIds = worded.slice(0, FOR_RANK);
  const { ranked, facts } = await rankChunks({
    ...{ graph, question, viewer, seeds, chunkIds, signal },
    ofFacts: own.length > 0 ? FACTS_BESIDE : FACTS_GUESSED,
    commonness: (entityId) => texts.commonness(entityId, viewer),
    limit: RANKED,
  });
  const edges = facts.map((fact): Edge => ({
    source: fact.source,
    type: fact.type,
    target: fact.target,
    facts: [fact],
  }));
  const paths = edges.flatMap((edge): Path[] => {
    if (edge.source === edge.target) return [];
    const isBackward = seeds.has(edge.target) && !seeds.has(edge.source);
    return [{ nodes: isBackward ? [edge.target, edge.source] : [edge.source, edge.target], edges: [edge] }];
  });
  return { ranks: new Map(ranked.map(({ chunkId, score }) => [chunkId, score])), paths };
}

/**
 * The seeds that are names. Graphs without a schema call anything an entity, a `country` as well as Fiji: where a question writes
 * some in capitals, those in small letters are kinds of things. The capital that begins a sentence says nothing.
 */
function namesOf(seeds: readonly Seed[], question: string): readonly Seed[] {
  const isCapital = ({ at, end }: Seed): boolean => at >= 0 && /\p{Lu}/u.test(question.slice(Math.max(1, at), end));
  const isSmall = ({ at, end }: Seed): boolean => {
    const surface = at < 0 ? '' : question.slice(at, end);
    return /\p{Ll}/u.test(surface) && surface === surface.toLowerCase();
  };
  return seeds.some(isCapital) ? seeds.filter((seed) => !isSmall(seed)) : seeds;
}

/** Without the facts of chunks that the asker does not want, and the paths that rest on such alone. */
function allowed(
  paths: readonly Path[],
  chunks: ReadonlyMap<string, Chunk>,
  condition: MetadataCondition | null | undefined,
): Path[] {
  const isMet = meets(condition);
  if (!isMet) return [...paths];
  const without = (edge: Edge): Edge => {
    const facts = edge.facts.filter(({ chunkId }) => {
      const chunk = chunks.get(chunkId);
      return chunk !== undefined && isMet(chunk);
    });
    return { ...edge, facts };
  };
  const changed = paths.map(({ nodes, edges }) => ({ nodes, edges: edges.map(without) }));
  return changed.filter(({ edges }) => edges.every(({ facts }) => facts.length > 0));
}

/** Those first that end where others end as well that began elsewhere. */
function sharedFirst(paths: readonly Path[]): Path[] {
  const begins = new Map<string, Set<string>>();
  for (const { nodes } of paths) {
    const end = nodes.at(-1) ?? '';
    begins.set(end, (begins.get(end) ?? new Set()).add(nodes[0] ?? ''));
  }
  const isShared = ({ nodes }: Path) => (begins.get(nodes.at(-1) ?? '')?.size ?? 0) > 1;
  return [...paths.filter(isShared), ...paths.filter((path) => !isShared(path))];
}

/** Those first that have most of the question's words, in themselves or in what they are quoted from. */
function byQuestion(
  paths: readonly Path[],
  question: string,
  wording: Wording,
  chunks: ReadonlyMap<string, Chunk>,
): Path[] {
  const shelf = new Postings();
  for (const [at, path] of paths.entries()) {
    const facts = path.edges.flatMap((edge) => edge.facts.slice(0, FACTS_MAX));
    const quotes = facts.map(({ quote, chunkId }) => `${chunks.get(chunkId)?.title ?? ''} ${quote}`);
    shelf.add(String(at), [sentenceOf(path, wording), ...quotes].join('\n'));
  }
  const found = new Set(foundIn([shelf], queryTerms(question), paths.length).map(({ key }) => Number(key)));
  const rest = paths.filter((_, at) => !found.has(at));
  return [...[...found].flatMap((at) => paths[at] ?? []), ...rest];
}
