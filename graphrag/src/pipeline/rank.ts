import { Best, foundIn, Postings, queryTerms } from '@huati/ranking';
import type { RelationFact, Viewer } from '../domain';
import type { GraphStore } from '../stores/graph-store';
import { pageRank } from './pagerank';

/** What of the graph is looked at: never more rows than these, however large it is. */
const OF_TEXTS = 3_000;
const OF_SEEDS = 2_000;
const OF_NEIGHBOURS = 6_000;
const NEIGHBOURS = 400;
/** The facts most like the question are where the walk begins as well. */
const FACTS = 5;

export interface RankAsked {
  graph: GraphStore;
  question: string;
  viewer: Viewer;
  /** The entities where the walk begins, and how much each matters. */
  seeds: ReadonlyMap<string, number>;
  /** How much the facts most like the question matter together, beside 1 of all seeds together. */
  ofFacts: number;
  /** How many texts have an entity's name: the more, the less it tells where to begin. */
  commonness: (entityId: string) => number;
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
 * the less the more common their names are in the texts: few facts tell of `country`, though many texts do. `facts` are those
 * it began at. Rejects where the store is away or `signal` is aborted.
 */
export async function rankChunks({
  graph,
  question,
  viewer,
  seeds,
  ofFacts,
  commonness,
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
  const weights = beginning(seeds, like, { ofFacts, commonness });
  return { ranked: scored([...facts.values()], weights, limit), facts: like.map(({ fact }) => fact) };
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

/** How much of the walk begins at each entity. */
function beginning(
  seeds: ReadonlyMap<string, number>,
  like: readonly Alike[],
  { ofFacts, commonness }: Pick<RankAsked, 'ofFacts' | 'commonness'>,
): Map<string, number> {
  const ends = like.flatMap(({ fact, score }) => [fact.source, fact.target].map((entity) => [entity, score] as const));
  const weights = new Map<string, number>();
  // Each group is made to add up first: else a few rare words of the facts outweigh every entity that is named.
  for (const [group, share] of [
    [[...seeds], 1],
    [ends, ofFacts],
  ] as const) {
    const rare = group.map(([entity, weight]) => [entity, weight / Math.max(1, commonness(entity))] as const);
    const sum = rare.reduce((all, [, weight]) => all + weight, 0);
    for (const [entity, weight] of rare) weights.set(entity, (weights.get(entity) ?? 0) + (share * weight) / sum);
  }
  return weights;
}

function scored(facts: readonly RelationFact[], weights: ReadonlyMap<string, number>, limit: number): Ranked[] {
  const entitiesOf = new Map<string, Set<string>>();
  for (const { source, target, chunkId } of facts) {
    if (chunkId !== '') for (const entity of [source, target]) addTo(entitiesOf, chunkId, entity);
  }
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
