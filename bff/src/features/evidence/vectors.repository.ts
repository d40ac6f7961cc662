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
  /** Where the batches begin that are there, in order. */
  begins(fileId: string, model: string): Promise<number[]>;
  /** At most `limit` of those batches that begin behind the `after`th passage, in order. */
  of(fileId: string, model: string, after: number, limit: number): Promise<VectorBatch[]>;
  /** Keeps a batch; one that is there already stays. */
  keep(fileId: string, model: string, batch: VectorBatch): Promise<void>;
}

export function createVectorsRepository({ kysely, dialect }: Database): VectorsRepository {
  const batches = (fileId: string, model: string) =>
    kysely
      .selectFrom('passage_vectors')
      .select('n')
      .where('file_id', '=', fileId)
      .where('model', '=', model)
      .orderBy('n');

  return {
    begins: async (fileId, model) => (await batches(fileId, model).execute()).map(({ n }) => n),

    of: async (fileId, model, after, limit) => {
      const rows = await batches(fileId, model)
        .select(['dimensions', 'vectors'])
        .where('n', '>', after)
        .limit(limit)
        .execute();
      return rows.map(({ n, dimensions, vectors }) => ({
        n,
        dimensions,
        numbers: signed(Buffer.from(vectors, 'base64')),
      }));
    },

    keep: async (fileId, model, { n, dimensions, numbers }) => {
      const vectors = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.length).toString('base64');
      const row = { file_id: fileId, model, n, dimensions, vectors };
      await unlessThere(dialect, () => kysely.insertInto('passage_vectors').values(row).execute());
    },
  };
}

/** The same bytes: copying them one by one takes a hundred times as long. */
function signed({ buffer, byteOffset, length }: Buffer): Int8Array {
  return new Int8Array(buffer, byteOffset, length);
}

async function unlessThere(dialect: DialectDifferences, insert: () => Promise<unknown>): Promise<void> {
  try {
    await insert();
  } catch (error) {
    // Another process asked the same at the same time.
    if (!dialect.isDuplicate(error)) throw error;
  }
}
