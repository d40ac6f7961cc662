import type { Chunk } from '../domain';

/** The words of all chunks, to find chunks by those of a question. */
export class TextIndex {
  add(chunks: readonly Chunk[]): void {
    void chunks;
  }

  removeDocument(documentId: string): void {
    void documentId;
  }
}
