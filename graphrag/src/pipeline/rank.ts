import { Best, foundIn, Postings, queryTerms } from '@huati/ranking';
import type { RelationFact, Viewer } from '../domain';
import type { GraphStore } from '../stores/graph-store';
import { pageRank } from './pagerank';

/** What of the graph is looked at: never more rows than these, however large it is. */
const OF_TEXTS = 3_000;
const OF_SEEDS = 2_000;
const OF_NEIGHBOURS = 6_000;
const NEIGHBOURS = 400;
/** The facts most like the question are where the walk begins, together as much as the entities that it names. */
const FACTS = 5;

export interface RankAsked {
  graph: GraphStore;
  question: string;
  viewer: Viewer;
  /** The entities where the walk begins, and how much each matters. */
  seeds: ReadonlyMap<string, number>;
  /** The chunks that have the question's words. */
  chunkIds: readonly string[];
  limit: number;
  signal: AbortSignal;
}

/** `score`: how often a walk through the graph comes by what the chunk tells of, 0 to 1. */
export interface Ranked {
  chunkId: string;
  score: number;
}

/**
 * Ranks chunks by personalised PageRank over the entities that they tell of, for graphs without a schema: a walk begins at the
 * entities of the question and at those of the facts most like it (HippoRAG, Gutiérrez et al. 2024). The seeds count
 * the less the more chunks tell of them. `facts` are those it began at. Rejects where the store is away or `signal` is aborted.
 */
export async function rankChunks({
  graph,
  question,
  viewer,
  seeds,
  chunkIds,
  limit,
  signal,
}: RankAsked): Promise<{ ranked: Ranked[]; facts: RelationFact[] }> {
  const ask = (entityIds: readonly string[], most: number) =>
    graph.relations({ entityIds, direction: 'both', viewer, limit: most, signal });
  const told = await graph.told(chunkIds, viewer, OF_TEXTS, signal);
  const named = seeds.size > 0 ? await ask([...seeds.keys()], OF_SEEDS) : [];
  const facts = new Map([...told, ...named].map((fact) => [fact.id, fact]));
  const like = mostAlike([...facts.values()], question);
  const begin = new Set([...seeds.keys(), ...like.flatMap(({ fact }) => [fact.source, fact.target])]);
  for (const fact of await ask([...begin], OF_SEEDS)) facts.set(fact.id, fact);
  const around = [...facts.values()].filter(({ source, target }) => begin.has(source) || begin.has(target));
  const near = new Set(around.flatMap(({ source, target }) => [source, target]).filter((id) => !begin.has(id)));
  if (near.size > 0)
    for (const fact of await ask([...near].slice(0, NEIGHBOURS), OF_NEIGHBOURS)) facts.set(fact.id, fact);
  return { ranked: scored([...facts.values()], { seeds, like, limit }), facts: like.map(({ fact }) => fact) };
}

interface Alike {
  fact: RelationFact;
  score: number;
}

/** The facts that have most of the question's words; scores up to 1. */
function mostAlike(facts: readonly RelationFact[], question: string): Alike[] {
  const shelf = new Postings();
  for (const [at, { source, type, target }] of facts.entries()) shelf.add(String(at), `${source} ${type} ${target}`);
  const found = foundIn([shelf], queryTerms(question), FACTS);
  const most = found[0]?.score ?? 1;
  return found.flatMap(({ key, score }) => {
    const fact = facts[Number(key)];
    return fact ? [{ fact, score: score / most }] : [];
  });
}

interface Begun {
  seeds: ReadonlyMap<string, number>;
  like: readonly Alike[];
  limit: number;
}

function scored(facts: readonly RelationFact[], { seeds, like, limit }: Begun): Ranked[] {
  const chunksOf = new Map<string, Set<string>>();
  const entitiesOf = new Map<string, Set<string>>();
  for (const { source, target, chunkId } of facts) {
    for (const entity of [source, target]) {
      if (chunkId === '') continue;
      addTo(chunksOf, entity, chunkId);
      addTo(entitiesOf, chunkId, entity);
    }
  }
  const weights = new Map<string, number>();
  const weigh = (entity: string, weight: number): void => {
    const rare = weight / Math.max(1, chunksOf.get(entity)?.size ?? 1);
    weights.set(entity, (weights.get(entity) ?? 0) + rare);
  };
  for (const [entity, weight] of seeds) weigh(entity, weight);
  for (const { fact, score } of like) for (const entity of [fact.source, fact.target]) weigh(entity, score / 2);

  const joined = facts.filter(({ source, target }) => source !== target);
  const rank = pageRank(
    joined.map(({ source, target }) => ({ from: source, to: target, weight: 1 })),
    weights,
  );
  const best = new Best<string>(limit);
  for (const [chunkId, entities] of entitiesOf) {
    let sum = 0;
    for (const entity of entities) sum += rank.get(entity) ?? 0;
    if (sum > 0) best.offer(chunkId, Math.min(1, sum));
  }
  return best.sorted().map(({ thing, score }) => ({ chunkId: thing, score }));
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}
