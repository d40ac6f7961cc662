import type { EntityFact, Facts, RelationFact } from '../../src/domain';
import { entityIdOf } from '../../src/entity-id';

/** That a document names an entity. */
export function named(documentId: string, name: string, more: Partial<EntityFact> = {}): EntityFact {
  return { documentId, owner: '', entityId: entityIdOf(name), name, type: 'Company', aliases: [], ...more };
}

/** That a document's chunk tells a relation; its id follows from what it is. */
export function told(
  chunkId: string,
  [source, type, target]: readonly [string, string, string],
  more: Partial<RelationFact> = {},
): RelationFact {
  const [documentId = ''] = chunkId.split('#');
  const ends = { source: entityIdOf(source), type, target: entityIdOf(target) };
  const id = [chunkId, ends.source, type, ends.target].join('|');
  return { id, documentId, owner: '', ...ends, chunkId, quote: `${source}${type}${target}`, ...more };
}

/** Both ends' names and the relation. */
export function fact(chunkId: string, triple: readonly [string, string, string], owner = ''): Facts {
  const [documentId = ''] = chunkId.split('#');
  return {
    entities: [named(documentId, triple[0], { owner }), named(documentId, triple[2], { owner })],
    relations: [told(chunkId, triple, { owner })],
  };
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
