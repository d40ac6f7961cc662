import { createHash } from 'node:crypto';
import type { RelationFact } from '../domain';

/** The longest id of a document, and of a name of an entity, in UTF-16 units. */
export const ID_MAX = 200;
export const NAME_MAX = 200;

export function chunkIdOf(documentId: string, n: number): string {
  return `${documentId}#${n}`;
}

/** The document of a chunk; the id of a document may have a `#` itself. */
export function documentOf(chunkId: string): string {
  return chunkId.slice(0, chunkId.lastIndexOf('#'));
}

/** A relation with its id, which is the same for the same document, chunk, ends and type. */
export function toRelation(fact: Omit<RelationFact, 'id'>): RelationFact {
  const { documentId, chunkId, source, type, target } = fact;
  const told = JSON.stringify([documentId, chunkId, source, type, target]);
  return { ...fact, id: createHash('sha256').update(told).digest('hex').slice(0, 32) };
}
