import type { Chunk, Owner } from '../domain';
import type { Knowledge } from './knowledge';
import { chunkIdOf } from './ids';
import { literalIn } from './quotes';
import type { DocumentRecord } from './registry';

/** Who says something: the chunk, and its own words. */
export interface Evidence {
  chunkId: string;
  quote: string;
}

/** Finds the chunk of a document that says `quote`; undefined where the viewer may not see it, or it does not say so. */
export type FindEvidence = (document: string, quote: string) => Promise<Evidence | undefined>;

/** So many documents are held while rows are gone through. */
const HELD = 50;

export function createEvidence(
  { chunks }: Pick<Knowledge, 'chunks'>,
  documentOf: (id: string) => DocumentRecord | undefined,
  owner: Owner,
): FindEvidence {
  const held = new Map<string, Chunk[]>();
  const chunksOf = async (id: string): Promise<Chunk[]> => {
    const known = held.get(id);
    if (known) return known;
    const count = documentOf(id)?.counts?.chunks ?? 0;
    const ids = Array.from({ length: count }, (_, at) => chunkIdOf(id, at + 1));
    const found = count === 0 ? [] : await chunks.get(ids, { owner });
    const [oldest] = held.keys();
    if (held.size >= HELD && oldest !== undefined) held.delete(oldest);
    held.set(id, found);
    return found;
  };
  return async (document, quote) => {
    for (const chunk of await chunksOf(document)) {
      const words = literalIn(chunk.text, quote);
      if (words !== undefined) return { chunkId: chunk.id, quote: words };
    }
    return undefined;
  };
}
