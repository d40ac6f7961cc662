import { createRequire } from 'node:module';
import type { CypherEndpoint, Parameters, Row } from '../../src/stores/cypher-endpoint';
import { readQueries, type QueryName } from '../../src/stores/queries';

/* A graph database in this process that reads the same Cypher: it stands in for Neo4j where none can be started. */

interface Result {
  getAll(): Promise<Row[]>;
}
interface Connection {
  query(text: string): Promise<Result>;
  prepare(text: string): Promise<{ isSuccess(): boolean; getErrorMessage(): string }>;
  execute(statement: object, parameters: Parameters): Promise<Result>;
  close(): Promise<void>;
}
interface Ladybug {
  Database: new (
    path: string,
    buffer: number,
    compress: boolean,
    readOnly: boolean,
    max: number,
  ) => { close(): Promise<void> };
  Connection: new (database: object) => Connection;
}

/** It has no labels without tables. */
const TABLES = [
  'CREATE NODE TABLE Entity(id STRING, PRIMARY KEY(id))',
  'CREATE NODE TABLE Document(id STRING, owner STRING, PRIMARY KEY(id))',
  'CREATE REL TABLE RELATION(FROM Entity TO Entity, id STRING, type STRING, document STRING, owner STRING, chunk STRING, quote STRING)',
  'CREATE REL TABLE NAMED_IN(FROM Entity TO Document, name STRING, type STRING, alias BOOLEAN, owner STRING)',
];
const MEMORY = 2 ** 28;
/** What it would reserve by itself does not fit twice into one process. */
const MOST = 2 ** 33;

/** Undefined: there is none for this machine. */
export function findLadybug(): Ladybug | undefined {
  const name = `@ladybugdb/core-${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return require(name) as Ladybug;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** An empty database. Its rows are written one by one: of several in one statement it merges wrongly. */
export async function openLadybug(ladybug: Ladybug): Promise<CypherEndpoint> {
  const queries = readQueries();
  const database = new ladybug.Database(':memory:', MEMORY, true, false, MOST);
  const connection = new ladybug.Connection(database);
  for (const table of TABLES) await connection.query(table);

  const runOne = async (query: QueryName, parameters: Parameters): Promise<Row[]> => {
    const statement = await connection.prepare(queries[query]);
    if (!statement.isSuccess()) throw new Error(`${query}: ${statement.getErrorMessage()}`);
    return (await connection.execute(statement, parameters)).getAll();
  };
  const run = async (query: QueryName, { rows, ...parameters }: Parameters): Promise<Row[]> => {
    if (!Array.isArray(rows)) return runOne(query, parameters);
    for (const row of rows as unknown[]) await runOne(query, { rows: [row] });
    return [];
  };
  let last: Promise<unknown> = Promise.resolve();
  /** One connection runs one thing at a time. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done;
    return done;
  };

  return {
    read: (query, parameters) => alone(() => run(query, parameters)),
    write: (work) =>
      alone(async () => {
        await connection.query('BEGIN TRANSACTION');
        const result = await work(run);
        await connection.query('COMMIT');
        return result;
      }),
    // Its tables are what is defined.
    define: () => Promise.resolve(),
    verify: () => Promise.resolve(),
    close: async () => {
      await connection.close();
      await database.close();
    },
  };
}
