import { ConsistencyLevelEnum } from '@zilliz/milvus2-sdk-node';
import { Place } from '@huati/shared';
import * as v from 'valibot';
import type { Chunk } from '../domain';
import type { ChunkStore, ChunkToKeep } from './chunk-store';
import { nearestFirst } from './chunks-in-memory';
import { checked, openCollection, type Collection, type MilvusSettings } from './milvus-collection';

/** Rows that are written or read at once. */
const BATCH = 200;
/** The most rows that Milvus gives for one question. */
const MOST = 16_000;

/** What asks for rows. No value is ever part of a text: all are handed over beside it. */
export const filters = {
  ofDocument: 'document_id == {document}',
  seen: 'chunk_id in {ids} and owner in {owners}',
  after: 'chunk_id > {after}',
  withoutVector: 'model != {model}',
  comparable: 'model == {model} and owner in {owners}',
} as const;

const Row = v.pipe(
  v.object({
    chunk_id: v.string(),
    document_id: v.string(),
    owner: v.string(),
    n: v.pipe(v.union([v.number(), v.string()]), v.transform(Number)),
    title: v.string(),
    text: v.string(),
    place: v.union([Place, v.pipe(v.string(), v.parseJson(), Place)]),
  }),
  v.transform(({ chunk_id: id, document_id: documentId, ...row }): Chunk => ({ id, documentId, ...row })),
);
const FIELDS = ['chunk_id', 'document_id', 'owner', 'n', 'title', 'text', 'place'];
const Found = v.object({ chunk_id: v.string(), score: v.number() });
const Id = v.object({ chunk_id: v.string() });

/** Chunks in Milvus 2.5 or later. Connects, and makes the collection, when it is first asked. */
export function createMilvusChunks(settings: MilvusSettings): ChunkStore {
  const { collection: collection_name, model } = settings;
  let opened: Promise<Collection> | undefined;
  const open = async (): Promise<Collection> => {
    opened ??= openCollection(settings);
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  const query = async (filter: string, values: object, limit: number, output_fields: string[]): Promise<unknown[]> => {
    const { client } = await open();
    const request = { collection_name, filter, exprValues: { ...values }, limit, output_fields };
    return checked(await client.query({ ...request, consistency_level: ConsistencyLevelEnum.Strong })).data;
  };

  return {
    kind: 'milvus',
    put: async (chunks) => {
      const { client, dimension } = await open();
      for (let from = 0; from < chunks.length; from += BATCH) {
        const fields_data = chunks.slice(from, from + BATCH).map((chunk) => rowOf(chunk, settings, dimension));
        checked(await client.upsert({ collection_name, fields_data }));
      }
    },
    removeDocument: async (document) => {
      const { client } = await open();
      checked(await client.delete({ collection_name, filter: filters.ofDocument, exprValues: { document } }));
    },
    get: async (ids, viewer) => {
      const found = new Map<string, Chunk>();
      for (let from = 0; from < ids.length; from += BATCH) {
        const some = [...new Set(ids.slice(from, from + BATCH))];
        const rows = await query(filters.seen, { ids: some, owners: ownersSeenBy(viewer) }, BATCH, FIELDS);
        for (const chunk of v.parse(v.array(Row), rows)) found.set(chunk.id, chunk);
      }
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    all: () => inOrder((after) => query(filters.after, { after }, BATCH, FIELDS)),
    withoutVector: async (limit) => {
      if (limit <= 0) return [];
      const rows = await query(filters.withoutVector, { model }, Math.min(limit, MOST), ['chunk_id']);
      return v.parse(v.array(Id), rows).map(({ chunk_id: id }) => id);
    },
    alike: async (vector, viewer, limit, signal) => {
      signal?.throwIfAborted();
      const { client, dimension } = await open();
      signal?.throwIfAborted();
      if (vector.length !== dimension) throw otherDimension(settings, dimension, vector.length);
      if (limit <= 0) return [];
      const { results } = checked(
        await client.search({
          collection_name,
          anns_field: 'vector',
          data: [...vector],
          filter: filters.comparable,
          exprValues: { model, owners: ownersSeenBy(viewer) },
          limit: Math.min(limit, MOST),
          output_fields: ['chunk_id'],
          consistency_level: ConsistencyLevelEnum.Strong,
        }),
      );
      return v
        .parse(v.array(Found), results)
        .map(({ chunk_id: chunkId, score }) => ({ chunkId, cosine: Math.min(1, Math.max(-1, score)) }))
        .sort(nearestFirst);
    },
    ping: async () => {
      const { client } = await open();
      const { isHealthy, reasons } = await client.checkHealth();
      if (!isHealthy) throw new Error(`Milvus is not well: ${reasons.join(', ')}`);
    },
    close: async () => {
      // What never opened has told so already to whoever asked.
      const collection = await opened?.catch(() => undefined);
      await collection?.client.closeConnection();
    },
  };
}

function ownersSeenBy({ owner }: { owner: string }): string[] {
  return owner === '' ? [''] : ['', owner];
}

function rowOf({ vector, ...chunk }: ChunkToKeep, settings: MilvusSettings, dimension: number) {
  if (vector !== undefined && vector.length !== dimension) throw otherDimension(settings, dimension, vector.length);
  return {
    chunk_id: chunk.id,
    document_id: chunk.documentId,
    owner: chunk.owner,
    n: chunk.n,
    title: chunk.title,
    text: chunk.text,
    place: { ...chunk.place },
    model: vector === undefined ? '' : settings.model,
    // A cosine with nothing but zeros is none: any other vector will do, for its model says that it is not to be used.
    vector: vector === undefined ? [1, ...Array<number>(dimension - 1).fill(0)] : [...vector],
  };
}

function otherDimension({ collection, model }: MilvusSettings, has: number, made: number): Error {
  const cure = 'set MILVUS_COLLECTION to a new name and the documents are taken in anew';
  return new Error(
    `the collection ${collection} has vectors of ${has} numbers, ${model} makes them of ${made}: ${cure}`,
  );
}

/** The chunks of one document after the other, as far as ids begin with those of documents; each document's by their number. */
async function* inOrder(page: (after: string) => Promise<unknown[]>): AsyncIterable<Chunk> {
  let document: Chunk[] = [];
  for (let after = ''; ;) {
    const chunks = v.parse(v.array(Row), await page(after));
    // It gives those that come first, but not in their order.
    chunks.sort((one, other) => (one.id < other.id ? -1 : 1));
    for (const chunk of chunks) {
      if (document[0] !== undefined && document[0].documentId !== chunk.documentId) {
        yield* document.sort((one, other) => one.n - other.n);
        document = [];
      }
      document.push(chunk);
    }
    const last = chunks.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  yield* document.sort((one, other) => one.n - other.n);
}
