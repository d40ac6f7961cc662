import { type Found, foundIn, Postings, queryTerms } from '@huati/ranking';
import type { Chunk, Owner, Viewer } from '../domain';

/** The words of all chunks, to find chunks by those of a question. What belongs to one person is on a shelf of its own. */
export class TextIndex {
  readonly #shelves = new Map<Owner, Postings>();
  /** By document: whose it is, and its chunks. */
  readonly #documents = new Map<string, { owner: Owner; chunkIds: Set<string> }>();

  /** Adds chunks, in place of those of the same ids. */
  add(chunks: readonly Chunk[]): void {
    for (const { id, documentId, owner, title, text } of chunks) {
      if (this.#documents.get(documentId)?.owner !== owner) this.removeDocument(documentId);
      const document = this.#documents.get(documentId) ?? { owner, chunkIds: new Set() };
      this.#documents.set(documentId, document);
      document.chunkIds.add(id);
      const shelf = this.#shelves.get(owner) ?? new Postings();
      this.#shelves.set(owner, shelf);
      shelf.add(id, `${title}\n${text}`);
    }
  }

  removeDocument(documentId: string): void {
    const document = this.#documents.get(documentId);
    if (!document) return;
    this.#documents.delete(documentId);
    const shelf = this.#shelves.get(document.owner);
    for (const id of document.chunkIds) shelf?.remove(id);
    if (shelf?.size === 0) this.#shelves.delete(document.owner);
  }

  /** How many chunks have the rarest word of `name`; all of them where it has none that tells anything. */
  commonness(name: string, viewer: Viewer): number {
    const shelves = seenBy(this.#shelves, viewer);
    const all = shelves.reduce((sum, { size }) => sum + size, 0);
    const having = queryTerms(name).map((term) => {
      let count = 0;
      for (const shelf of shelves) shelf.each(term, () => (count += 1));
      return count;
    });
    return Math.min(all, ...having);
  }

  /** The ids of the chunks that have most of the terms, with their scores by BM25, the best first. */
  find(terms: readonly number[], viewer: Viewer, limit: number): Found[] {
    return foundIn(seenBy(this.#shelves, viewer), terms, limit);
  }
}

/** The shelves that the viewer may see: the organisation's, and their own. */
export function seenBy<T>(shelves: ReadonlyMap<Owner, T>, viewer: Viewer): T[] {
  return [...new Set(['', viewer.owner])].flatMap((owner) => {
    const shelf = shelves.get(owner);
    return shelf === undefined ? [] : [shelf];
  });
}
