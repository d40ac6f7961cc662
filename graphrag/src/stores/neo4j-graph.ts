import * as v from 'valibot';
import type { Facts, NameOfEntity, RelationFact } from '../domain';
import type { CypherEndpoint, Row } from './cypher-endpoint';
import { namingsOf } from './facts-in-memory';
import type { GraphStore, RelationsWanted } from './graph-store';
import { retain } from './neo4j-retain';
import { createNeo4jEndpoint, type Neo4jSettings } from './neo4j-endpoint';
import type { QueryName } from './queries';
import { byId } from './sorted-lists';
import { standing, type Named } from './standing';

/** Rows that one transaction writes or takes away. */
const BATCH = 500;
/** Entities whose names are read at once. */
const NAMES_PAGE = 1_000;
/** Different names and types of all entities that are asked for at once. */
const NAMED_MAX = 20_000;

const DEFINITIONS: readonly QueryName[] = [
  'constrain-entities',
  'constrain-documents',
  'constrain-relations',
  'index-relations-by-chunk',
  'index-relations-by-document',
];

const NamedRow = v.object({ entity: v.string(), name: v.string(), kind: v.string(), times: v.number() });
const NameRow = v.object({
  entity: v.string(),
  name: v.nullable(v.string()),
  belongs: v.nullable(v.string()),
  alias: v.nullable(v.boolean()),
});
const CountRow = v.object({ count: v.number() });
const EndsRow = v.object({ head: v.string(), tail: v.string() });
const EntityRow = v.object({ entity: v.string() });
const RelationRow = v.pipe(
  v.object({
    relation: v.string(),
    document: v.string(),
    belongs: v.string(),
    head: v.string(),
    kind: v.string(),
    tail: v.string(),
    chunk: v.string(),
    quote: v.string(),
  }),
  v.transform((row): RelationFact => ({
    id: row.relation,
    documentId: row.document,
    owner: row.belongs,
    source: row.head,
    type: row.kind,
    target: row.tail,
    chunkId: row.chunk,
    quote: row.quote,
  })),
);

/**
 * The graph in Neo4j: `(:Entity {id})-[:RELATION {id, type, document, owner, chunk, quote}]->(:Entity)`, and for each name that
 * a document gives `(:Entity)-[:NAMED_IN {name, type, alias, owner}]->(:Document {id, owner})`.
 */
export function createNeo4jGraph(settings: Neo4jSettings): GraphStore {
  return graphOver(createNeo4jEndpoint(settings));
}

/** The graph in whatever runs these queries. Its constraints and indexes are made before it is first used. */
export function graphOver(endpoint: CypherEndpoint): GraphStore {
  let defined: Promise<void> | undefined;
  const ready = async (): Promise<void> => {
    defined ??= defineAll(endpoint);
    try {
      await defined;
    } catch (error) {
      defined = undefined;
      throw error;
    }
  };
  return {
    kind: 'neo4j',
    put: async (facts) => {
      await ready();
      await put(endpoint, facts);
    },
    removeDocument: async (documentId) => {
      await ready();
      await removeDocument(endpoint, documentId);
    },
    retain: async (documentId, still) => {
      await ready();
      return retain(endpoint, documentId, still);
    },
    names: () => names(endpoint),
    entities: async (ids, { owner }) => {
      const rows = await endpoint.read('entities', { entities: [...new Set(ids)], owner, limit: NAMED_MAX });
      const named = new Map<string, Named[]>();
      for (const { entity, name, kind: type, times } of v.parse(v.array(NamedRow), rows)) {
        named.set(entity, [...(named.get(entity) ?? []), { name, type, times }]);
      }
      return ids.flatMap((id) => standing(id, named.get(id) ?? []) ?? []);
    },
    relations: (wanted) => relations(endpoint, wanted),
    told: async (chunkIds, { owner }, limit, signal) => {
      signal?.throwIfAborted();
      // Relations from data have no chunk: '' names none.
      const wanted = [...new Set(chunkIds)].filter((id) => id !== '').map((chunk, place) => ({ chunk, place }));
      if (wanted.length === 0) return [];
      return relationsIn(await endpoint.read('relations-told', { wanted, owner, limit }, signal));
    },
    counts: async (owner) => {
      const whose = { anyOwner: owner === undefined, owner: owner ?? '' };
      const [entities, all] = await Promise.all([
        endpoint.read('count-entities', whose),
        endpoint.read('count-relations', whose),
      ]);
      return { entities: countIn(entities), relations: countIn(all) };
    },
    ping: async () => {
      await endpoint.verify();
      await ready();
    },
    close: () => endpoint.close(),
  };
}

async function defineAll(endpoint: CypherEndpoint): Promise<void> {
  for (const query of DEFINITIONS) await endpoint.define(query);
}

async function put(endpoint: CypherEndpoint, facts: Facts): Promise<void> {
  const namings = facts.entities.flatMap(namingsOf).map(({ documentId, entityId, name, type, alias, owner }) => ({
    document: documentId,
    entity: entityId,
    name,
    kind: type,
    alias,
    owner,
  }));
  const told = facts.relations.map(({ id, documentId, owner, source, type, target, chunkId, quote }) => ({
    relation: id,
    document: documentId,
    owner,
    head: source,
    kind: type,
    tail: target,
    chunk: chunkId,
    quote,
  }));
  // What one chunk tells fits into one transaction; only large data is written in parts.
  const parts = Math.max(Math.ceil(namings.length / BATCH), Math.ceil(told.length / BATCH));
  for (let part = 0; part < parts; part += 1) {
    const some = <T>(rows: readonly T[]) => rows.slice(part * BATCH, (part + 1) * BATCH);
    await endpoint.write(async (run) => {
      await run('put-names', { rows: some(namings) });
      await run('put-relations', { rows: some(told) });
    });
  }
}

async function removeDocument(endpoint: CypherEndpoint, document: string): Promise<void> {
  await removeAll(endpoint, document, 'remove-relations', (rows) =>
    v.parse(v.array(EndsRow), rows).flatMap(({ head, tail }) => [head, tail]),
  );
  await removeAll(endpoint, document, 'remove-names', (rows) =>
    v.parse(v.array(EntityRow), rows).map(({ entity }) => entity),
  );
  await endpoint.write((run) => run('remove-document', { document }));
}

/** Takes away all that `query` finds, a batch at a time, and with each batch the entities that nothing tells of any more. */
async function removeAll(
  endpoint: CypherEndpoint,
  document: string,
  query: QueryName,
  touched: (rows: Row[]) => string[],
): Promise<void> {
  for (let removed = BATCH; removed >= BATCH;) {
    removed = await endpoint.write(async (run) => {
      const rows = await run(query, { document, limit: BATCH });
      if (rows.length > 0) await run('remove-lonely-entities', { entities: [...new Set(touched(rows))] });
      return rows.length;
    });
  }
}

async function* names(endpoint: CypherEndpoint): AsyncIterable<NameOfEntity> {
  for (let after = ''; ;) {
    const rows = v.parse(v.array(NameRow), await endpoint.read('names', { after, limit: NAMES_PAGE }));
    for (const { entity, name, belongs, alias } of rows) {
      if (name !== null && belongs !== null && alias !== null) yield { name, entityId: entity, owner: belongs, alias };
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.entity;
  }
}

async function relations(endpoint: CypherEndpoint, wanted: RelationsWanted): Promise<RelationFact[]> {
  const { entityIds, otherIds, types, direction, viewer, limit, signal } = wanted;
  signal?.throwIfAborted();
  if (entityIds.length === 0 || otherIds?.length === 0) return [];
  const parameters = {
    entities: [...new Set(entityIds)],
    ...(otherIds && { others: [...new Set(otherIds)] }),
    anyType: types === undefined,
    types: types ?? [],
    owner: viewer.owner,
    limit,
  };
  const directions = (
    [
      ['in', otherIds ? 'relations-in-from' : 'relations-in'],
      ['out', otherIds ? 'relations-out-to' : 'relations-out'],
    ] as const
  )
    .filter(([name]) => direction === 'both' || direction === name)
    .map(([, query]) => endpoint.read(query, parameters, signal));
  const found = (await Promise.all(directions)).flatMap(relationsIn);
  // A relation between two of the entities was found from both ends.
  return [...new Map(found.map((relation) => [relation.id, relation])).values()].sort(byId).slice(0, limit);
}

function relationsIn(rows: Row[]): RelationFact[] {
  return v.parse(v.array(RelationRow), rows);
}

function countIn(rows: Row[]): number {
  return v.parse(CountRow, rows[0]).count;
}
