import type { Resting } from '@huati/ranking';
import type { RetrieveRequest } from '@huati/shared';
import type { Viewer } from '../domain';
import type { GraphStore } from '../stores/graph-store';
import type { Attempts } from './attempts';
import type { Budget } from './budget';
import type { Extractor, Link, Linker } from './link';
import type { Seed } from './plan';

/** How long a model is waited for that reads the question, in ms, and the most entities that a question is about. */
const EXTRACT_MS = 4_000;
/** That it is only a help leaves it less of the time. */
const EXTRACT_SHARE = 0.4;
const SEEDS_MAX = 16;

export interface LinkAsked {
  request: RetrieveRequest;
  viewer: Viewer;
  graph: GraphStore;
  linker: Linker;
  extractor: Extractor | undefined;
  resting: Resting;
  budget: Budget;
}

export interface Linked {
  links: (Link & { name: string })[];
  seeds: Seed[];
  relations: string[];
}

/** The entities that a question is about: by its own words, by hints, and by what a model takes for names; all of them of the graph. */
export async function linkedIn(asked: LinkAsked, attempts: Attempts): Promise<Linked> {
  const { request, viewer, graph, linker } = asked;
  const { query, hints } = request;
  const found = linker.links(query, viewer);
  const read = await extracted(asked, attempts);
  const names = [...(hints?.entities ?? []), ...read.entities];
  const further = names.flatMap((name) =>
    linker.meaningsOf(name, viewer).map((entityId) => placed(query, name, entityId)),
  );
  const all = [...found, ...further.filter(({ entityId }) => !found.some((link) => link.entityId === entityId))];
  const ids = [...new Set(all.map(({ entityId }) => entityId))].slice(0, SEEDS_MAX);
  const known = await graph.entities(ids, viewer);
  const entities = new Map(known.map((entity) => [entity.id, entity]));
  const seeds = new Map<string, Seed>();
  const links: Linked['links'] = [];
  for (const link of all) {
    const entity = entities.get(link.entityId);
    if (!entity) continue;
    if (link.start >= 0) links.push({ ...link, name: entity.name });
    if (!seeds.has(entity.id)) seeds.set(entity.id, { entity, at: link.start, end: link.end });
  }
  return { links, seeds: [...seeds.values()], relations: [...(hints?.relations ?? []), ...read.relations] };
}

async function extracted({ request, extractor, resting, budget }: LinkAsked, attempts: Attempts) {
  const nothing = { entities: [] as readonly string[], relations: [] as readonly string[] };
  if (!extractor || resting.rests()) return nothing;
  return attempts.attempt(
    'extraction',
    budget.turn(EXTRACT_SHARE, EXTRACT_MS),
    ({ signal, excuse }) => resting.unless(extractor(request.query, signal), excuse),
    nothing,
  );
}

/** A name that somebody gave, at its place in the question; -1 where it is not there. */
function placed(query: string, name: string, entityId: string): Link {
  const start = name === '' ? -1 : query.indexOf(name);
  const end = start < 0 ? -1 : start + name.length;
  return { surface: start < 0 ? '' : name, start, end, entityId, how: 'llm' };
}
