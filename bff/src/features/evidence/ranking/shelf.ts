import { IndexBuilder, type IndexedPassage, type TermIndex, type Vectors } from '@huati/ranking';

/** The most terms that are kept, 4 bytes each: about as many as characters of Chinese. */
export const TERMS_KEPT = 32_000_000;
/** The most that meanings take beside them: those of about 130,000 passages. */
export const VECTOR_BYTES_KEPT = 128_000_000;

/** What is known of one file's passages. */
export interface OnShelf {
  index: TermIndex;
  vectors: Vectors | undefined;
}

/** The indexes that are kept, by content: those that were asked for longest ago go first once there are too many terms. */
export class Shelf {
  readonly #building = new Map<string, IndexBuilder>();
  readonly #files = new Map<string, OnShelf>();

  constructor(
    private readonly maxTerms: number,
    private readonly maxVectorBytes: number,
  ) {}

  /** Takes passages of a file, in order, the first from `from` 0 on; with the `last` the file is there. */
  add(fileId: string, passages: readonly IndexedPassage[], from: number, last: boolean): void {
    const builder = from === 0 ? new IndexBuilder() : this.#building.get(fileId);
    if (!builder) return;
    this.#building.set(fileId, builder);
    for (const passage of passages) builder.add(passage);
    if (!last) return;
    this.#building.delete(fileId);
    this.#files.set(fileId, { index: builder.built(), vectors: this.#files.get(fileId)?.vectors });
    this.#makeRoom(fileId);
  }

  /** The file's meanings; those of the files that were asked for longest ago go where there are too many: their words stay. */
  setVectors(fileId: string, vectors: Vectors): void {
    const file = this.get(fileId);
    if (!file) return;
    file.vectors = vectors;
    let bytes = 0;
    for (const known of this.#files.values()) bytes += known.vectors?.numbers.length ?? 0;
    for (const known of this.#files.values()) {
      if (bytes <= this.maxVectorBytes || known === file) return;
      bytes -= known.vectors?.numbers.length ?? 0;
      known.vectors = undefined;
    }
  }

  /** The file, which is then the last one to go. */
  get(fileId: string): OnShelf | undefined {
    const file = this.#files.get(fileId);
    if (!file) return undefined;
    this.#files.delete(fileId);
    this.#files.set(fileId, file);
    return file;
  }

  #makeRoom(newest: string): void {
    let terms = 0;
    for (const { index } of this.#files.values()) terms += index.terms.length;
    for (const [id, { index }] of this.#files) {
      if (terms <= this.maxTerms || id === newest) return;
      this.#files.delete(id);
      terms -= index.terms.length;
    }
  }
}
