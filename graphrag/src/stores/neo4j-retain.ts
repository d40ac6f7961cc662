import * as v from 'valibot';
import type { CypherEndpoint } from './cypher-endpoint';
import { namingKey } from './facts-in-memory';
import type { Telling } from './graph-store';

/** Rows that are read at once, and that one transaction takes away. */
const PAGE = 2_000;
const BATCH = 500;

const RelationRow = v.object({ relation: v.string(), head: v.string(), tail: v.string() });
const NameRow = v.object({
  entity: v.string(),
  name: v.string(),
  kind: v.string(),
  alias: v.boolean(),
  belongs: v.string(),
});

/** As `GraphStore.retain`: what a document tells is read page by page, and what is not wanted of it goes. */
export async function retain(endpoint: CypherEndpoint, document: string, still: Telling): Promise<boolean> {
  const relations = await relationsBeside(endpoint, document, still);
  for (let from = 0; from < relations.length; from += BATCH) {
    const batch = relations.slice(from, from + BATCH);
    const entities = [...new Set(batch.flatMap(({ head, tail }) => [head, tail]))];
    await endpoint.write(async (run) => {
      await run('remove-some-relations', { document, relations: batch.map(({ relation }) => relation) });
      await run('remove-lonely-entities', { entities });
    });
  }
  const names = await namesBeside(endpoint, document, still);
  for (let from = 0; from < names.length; from += BATCH) {
    const batch = names.slice(from, from + BATCH);
    const rows = batch.map(({ entity, name, kind, alias, belongs: owner }) => {
      return { document, entity, name, kind, alias, owner };
    });
    await endpoint.write(async (run) => {
      await run('remove-some-names', { rows });
      await run('remove-lonely-entities', { entities: [...new Set(batch.map(({ entity }) => entity))] });
    });
  }
  return relations.length + names.length > 0;
}

async function relationsBeside(endpoint: CypherEndpoint, document: string, still: Telling) {
  const gone: v.InferOutput<typeof RelationRow>[] = [];
  for (let after = ''; ;) {
    const rows = await endpoint.read('relations-of-document', { document, after, limit: PAGE });
    const page = v.parse(v.array(RelationRow), rows);
    gone.push(...page.filter(({ relation }) => !still.relations.has(relation)));
    const last = page.at(-1);
    if (last === undefined) return gone;
    after = last.relation;
  }
}

async function namesBeside(endpoint: CypherEndpoint, document: string, still: Telling) {
  const gone: v.InferOutput<typeof NameRow>[] = [];
  for (let after = ''; ;) {
    const rows = await endpoint.read('names-of-document', { document, after, limit: PAGE });
    const page = v.parse(v.array(NameRow), rows);
    for (const row of page) {
      const { entity: entityId, name, kind: type, alias, belongs: owner } = row;
      if (!still.namings.has(namingKey({ entityId, name, type, alias, owner }))) gone.push(row);
    }
    const last = page.at(-1);
    if (last === undefined) return gone;
    after = last.entity;
  }
}
