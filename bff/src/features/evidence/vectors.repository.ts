import type { Database } from '../../db/database';
import type { DialectDifferences } from '../../db/dialect';

/** Vectors of passages that follow one another, the first of them at `n`. */
export interface VectorBatch {
  n: number;
  dimensions: number;
  numbers: Int8Array;
}

/** What passages mean, kept so that a file is asked about once only. */
export interface VectorsRepository {
  /** The batches that are there, in order. */
  of(fileId: string, model: string): Promise<VectorBatch[]>;
  /** Keeps a batch; one that is there already stays. */
  keep(fileId: string, model: string, batch: VectorBatch): Promise<void>;
}

export function createVectorsRepository({ kysely, dialect }: Database): VectorsRepository {
  return {
    of: async (fileId, model) => {
      const rows = await kysely
        .selectFrom('passage_vectors')
        .select(['n', 'dimensions', 'vectors'])
        .where('file_id', '=', fileId)
        .where('model', '=', model)
        .orderBy('n')
        .execute();
      return rows.map(({ n, dimensions, vectors }) => ({
        n,
        dimensions,
        numbers: Int8Array.from(Buffer.from(vectors, 'base64')),
      }));
    },

    keep: async (fileId, model, { n, dimensions, numbers }) => {
      const vectors = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.length).toString('base64');
      const row = { file_id: fileId, model, n, dimensions, vectors };
      await unlessThere(dialect, () => kysely.insertInto('passage_vectors').values(row).execute());
    },
  };
}

async function unlessThere(dialect: DialectDifferences, insert: () => Promise<unknown>): Promise<void> {
  try {
    await insert();
  } catch (error) {
    // Another process asked the same at the same time.
    if (!dialect.isDuplicate(error)) throw error;
  }
}
