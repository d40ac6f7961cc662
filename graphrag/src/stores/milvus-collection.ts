import { DataType, MilvusClient, type FieldType, type MutationResult, type ResStatus } from '@zilliz/milvus2-sdk-node';

/** How long Milvus may take for one call, in ms. */
const CALL_MS = 10_000;
/** Lengths in bytes, the most that Milvus takes for text; a title or an id is never near its own. */
const ID_BYTES = 1_024;
const TITLE_BYTES = 8_192;
const TEXT_BYTES = 65_535;

/** `dimension` is how long the model's vectors are; it is asked only where the collection has to be made. */
export interface MilvusSettings {
  url: string;
  token: string;
  collection: string;
  /** The name of the embedding model. */
  model: string;
  dimension: () => Promise<number>;
}

/** A collection that is there and loaded. */
export interface Collection {
  client: MilvusClient;
  dimension: number;
}

const fields = (dimension: number): FieldType[] => [
  { name: 'chunk_id', data_type: DataType.VarChar, max_length: ID_BYTES, is_primary_key: true },
  { name: 'document_id', data_type: DataType.VarChar, max_length: ID_BYTES },
  { name: 'owner', data_type: DataType.VarChar, max_length: ID_BYTES },
  { name: 'n', data_type: DataType.Int64 },
  { name: 'title', data_type: DataType.VarChar, max_length: TITLE_BYTES },
  { name: 'text', data_type: DataType.VarChar, max_length: TEXT_BYTES },
  { name: 'place', data_type: DataType.JSON },
  // Whose meaning `vector` is: '' where it is none, for Milvus wants one in each row.
  { name: 'model', data_type: DataType.VarChar, max_length: ID_BYTES },
  { name: 'vector', data_type: DataType.FloatVector, dim: dimension },
];

/** Connects, and makes the collection where it is missing. Rejects where Milvus cannot be reached, or does not do it. */
export async function openCollection(settings: MilvusSettings): Promise<Collection> {
  const client = new MilvusClient({
    address: settings.url,
    token: settings.token,
    timeout: CALL_MS,
    maxRetries: 1,
    logLevel: 'error',
    // It would connect at once, with nobody to hear that it failed.
    __SKIP_CONNECT__: true,
  });
  try {
    client.connect(MilvusClient.sdkInfo.version);
    await client.connectPromise;
    return { client, dimension: await prepare(client, settings) };
  } catch (error) {
    await client.closeConnection();
    throw error instanceof Error ? error : new Error(`Milvus did not do it: ${JSON.stringify(error)}`);
  }
}

async function prepare(client: MilvusClient, settings: MilvusSettings): Promise<number> {
  const { collection: collection_name } = settings;
  const { status, value: exists } = await client.hasCollection({ collection_name });
  checked({ status });
  if (!exists.valueOf()) await create(client, collection_name, await settings.dimension());
  const described = checked(await client.describeCollection({ collection_name }));
  const vector = described.schema.fields.find(({ name }) => name === 'vector');
  const dimension = Number(vector?.type_params.find(({ key }) => key === 'dim')?.value);
  if (!Number.isInteger(dimension)) throw new Error(`the collection ${collection_name} is not one of chunks`);
  await client.loadCollectionSync({ collection_name });
  return dimension;
}

async function create(client: MilvusClient, collection_name: string, dimension: number): Promise<void> {
  await client.createCollection({
    collection_name,
    fields: fields(dimension),
    // What was taken away is not found again, and what was put is, whichever process asks.
    consistency_level: 'Strong',
    index_params: [{ field_name: 'vector', index_type: 'AUTOINDEX', metric_type: 'COSINE' }],
  });
}

/** Throws what Milvus says went wrong, if anything did: it answers either way. */
export function checked<T extends { status: ResStatus } | MutationResult>(result: T): T {
  const { error_code: code, reason } = result.status;
  if (code !== 'Success' && code !== 0) throw new Error(`Milvus: ${reason || code}`);
  return result;
}
