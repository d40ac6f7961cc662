import { Server, ServerCredentials, type UntypedHandleCall } from '@grpc/grpc-js';
import { getGRPCService, MilvusClient } from '@zilliz/milvus2-sdk-node';
import { filters } from '../../src/stores/milvus-chunks';

/*
 * As much of Milvus as chunks need, over its own wire format. Of filters it knows those texts alone that the store has: one
 * that anything was put into is refused. That a real Milvus understands them it cannot show.
 */

interface Row {
  [field: string]: unknown;
  vector: number[];
}
interface Values {
  [name: string]: { string_val?: string; array_val?: { string_data?: { data: string[] } } };
}
interface Column {
  field_name: string;
  scalars?: Record<string, { data: unknown[] } | undefined>;
  vectors?: { dim: string; float_vector?: { data: number[] } };
}
/** A request of any kind. */
interface Asked {
  schema: Uint8Array;
  fields_data: Column[];
  num_rows: number;
  expr: string;
  dsl: string;
  expr_template_values: Values;
  output_fields: string[];
  query_params: { key: string; value: string }[];
  search_params: { key: string; value: string }[];
  placeholder_group: Uint8Array;
}

const OK = { error_code: 'Success', reason: '', code: 0 };
const none = (reason: string) => ({ error_code: 'UnexpectedError', reason, code: 100 });
/** By which name the values of a field go on the wire. */
const KINDS: Record<string, [string, string]> = { n: ['long_data', 'Int64'], place: ['json_data', 'JSON'] };

/** What the client itself knows of the messages within messages. */
class Types extends MilvusClient {
  ofCollections() {
    return this.schemaProto.lookupType('milvus.proto.schema.CollectionSchema');
  }

  ofVectors() {
    return this.milvusProto.lookupType('milvus.proto.common.PlaceholderGroup');
  }
}

export interface ScriptedMilvus {
  url: string;
  empty(): void;
  close(): void;
}

export async function startScriptedMilvus(): Promise<ScriptedMilvus> {
  const service = getGRPCService(
    { serviceName: 'milvus.proto.milvus.MilvusService' },
    { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true },
  ).service;
  const state = { schema: undefined as object | undefined, rows: new Map<string, Row>() };
  const types = new Types({ address: '127.0.0.1:1', __SKIP_CONNECT__: true });

  const answers: Record<string, (asked: Asked) => object> = {
    Connect: () => ({ status: OK, identifier: '1', server_info: {} }),
    CheckHealth: () => ({ status: OK, isHealthy: true }),
    DescribeCollection: () => ({
      status: state.schema ? OK : none('there is no such collection'),
      schema: state.schema,
    }),
    CreateCollection: ({ schema }) => {
      const type = types.ofCollections();
      state.schema = snake(type.toObject(type.decode(schema), { enums: String, longs: String }));
      return OK;
    },
    CreateIndex: () => OK,
    LoadCollection: () => OK,
    GetLoadingProgress: () => ({ status: OK, progress: '100' }),
    Upsert: ({ fields_data: columns, num_rows: count }) => {
      for (const row of rowsOf(columns, count)) state.rows.set(String(row.chunk_id), row);
      return { status: OK, upsert_cnt: String(count) };
    },
    Delete: (asked) => {
      for (const row of found(state.rows, asked.expr, asked)) state.rows.delete(String(row.chunk_id));
      return { status: OK };
    },
    Query: (asked) => {
      const rows = found(state.rows, asked.expr, asked).slice(0, limitIn(asked.query_params));
      return { status: OK, fields_data: asked.output_fields.map((field) => columnOf(field, rows)) };
    },
    Search: (asked) => {
      const wanted = vectorIn(types, asked.placeholder_group);
      const scored = found(state.rows, asked.dsl, asked)
        .map((row) => ({ row, score: row.vector.reduce((sum, value, at) => sum + value * (wanted[at] ?? 0), 0) }))
        .sort((one, other) => other.score - one.score)
        .slice(0, limitIn(asked.search_params));
      const rows = scored.map(({ row }) => row);
      const results = {
        num_queries: '1',
        top_k: String(rows.length),
        topks: [String(rows.length)],
        scores: scored.map(({ score }) => score),
        ids: { str_id: { data: rows.map((row) => row.chunk_id) } },
        fields_data: asked.output_fields.map((field) => columnOf(field, rows)),
        output_fields: asked.output_fields,
      };
      return { status: OK, results };
    },
  };

  const server = new Server();
  server.addService(
    service,
    Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, handler(answer)])),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    empty: () => {
      state.schema = undefined;
      state.rows.clear();
    },
    close: () => server.forceShutdown(),
  };
}

function handler(answer: (asked: Asked) => object): UntypedHandleCall {
  return (call: { request: Asked }, done: (error: Error | null, result?: object) => void) => {
    try {
      done(null, answer(call.request));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

/** The rows that a filter of the store is about, in the order of their ids as Milvus has them in a segment. */
function found(rows: Map<string, Row>, filter: string, { expr_template_values: values }: Asked): Row[] {
  const text = (name: string) => values[name]?.string_val;
  const list = (name: string) => values[name]?.array_val?.string_data?.data ?? [];
  const tests: Record<string, (row: Row) => boolean> = {
    [filters.ofDocument]: (row) => row.document_id === text('document'),
    [filters.seen]: (row) => list('ids').includes(String(row.chunk_id)) && list('owners').includes(String(row.owner)),
    [filters.after]: (row) => String(row.chunk_id) > (text('after') ?? ''),
    [filters.withoutVector]: (row) => row.model !== text('model'),
    [filters.comparable]: (row) => row.model === text('model') && list('owners').includes(String(row.owner)),
  };
  const test = tests[filter];
  if (test === undefined) throw new Error(`not a filter: ${filter}`);
  return [...rows.values()].filter(test).sort((one, other) => (String(one.chunk_id) < String(other.chunk_id) ? -1 : 1));
}

function limitIn(parameters: { key: string; value: string }[]): number {
  return Number(parameters.find(({ key }) => key === 'limit' || key === 'topk')?.value);
}

function rowsOf(columns: Column[], count: number): Row[] {
  return Array.from({ length: count }, (_, at) => {
    const row: Row = { vector: [] };
    for (const { field_name: name, scalars, vectors } of columns) {
      const dimension = Number(vectors?.dim ?? 0);
      if (name === 'vector') row.vector = vectors?.float_vector?.data.slice(at * dimension, (at + 1) * dimension) ?? [];
      else row[name] = scalars?.[KINDS[name]?.[0] ?? 'string_data']?.data[at];
    }
    return row;
  });
}

function columnOf(field: string, rows: Row[]): object {
  const [kind, type] = KINDS[field] ?? ['string_data', 'VarChar'];
  return { field_name: field, type, scalars: { [kind]: { data: rows.map((row) => row[field]) } } };
}

function vectorIn(types: Types, group: Uint8Array): number[] {
  const type = types.ofVectors();
  const { placeholders } = type.toObject(type.decode(group)) as { placeholders: { values: Buffer[] }[] };
  const bytes = placeholders[0]?.values[0] ?? Buffer.alloc(0);
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
}

/** The names as they are on the wire, in place of JavaScript's. */
function snake(value: unknown): object {
  const text = JSON.stringify(value).replace(/"([a-z]+(?:[A-Z][a-z]+)+)":/g, (_, name: string) => {
    return `"${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}":`;
  });
  return JSON.parse(text) as object;
}
