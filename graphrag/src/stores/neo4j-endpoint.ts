import neo4j, { type Driver, type ManagedTransaction, type Session } from 'neo4j-driver';
import type { CypherEndpoint, Parameters, Row } from './cypher-endpoint';
import { readQueries } from './queries';

/** How long a query may take in the database, in ms. */
const READ_MS = 5_000;
const WRITE_MS = 60_000;
/** How long a place to connect to, and a connection that is free, are waited for, in ms. */
const CONNECT_MS = 3_000;
const ACQUIRE_MS = 5_000;
/** How long faults that pass, such as another leader of a cluster, are tried again, in ms. */
const RETRY_MS = 2_000;

/** `database` undefined: the user's own. */
export interface Neo4jSettings {
  url: string;
  user: string;
  password: string;
  database?: string | undefined;
}

/** Neo4j 5.7 or later. Connects when it is first asked. */
export function createNeo4jEndpoint({ url, user, password, database }: Neo4jSettings): CypherEndpoint {
  const queries = readQueries();
  // The driver's classes of options cannot be made by anybody but itself; it takes plain objects.
  const options: object = {
    connectionTimeout: CONNECT_MS,
    connectionAcquisitionTimeout: ACQUIRE_MS,
    maxTransactionRetryTime: RETRY_MS,
    disableLosslessIntegers: true,
    telemetryDisabled: true,
  };
  const driver: Driver = neo4j.driver(url, neo4j.auth.basic(user, password), options);

  const within = async <T>(mode: 'READ' | 'WRITE', work: (session: Session) => Promise<T>): Promise<T> => {
    const options: object = { defaultAccessMode: mode, ...(database !== undefined && { database }) };
    const session = driver.session(options);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  };
  const rowsOf = async (transaction: ManagedTransaction, text: string, parameters: Parameters): Promise<Row[]> => {
    const { records } = await transaction.run(text, withIntegers(parameters));
    return records.map((record): Row => record.toObject());
  };

  return {
    read: (query, parameters, signal) =>
      within('READ', async (session) => {
        const rows = session.executeRead((transaction) => rowsOf(transaction, queries[query], parameters), {
          timeout: READ_MS,
        });
        return unlessAborted(rows, signal);
      }),
    write: (work) =>
      within('WRITE', (session) =>
        session.executeWrite(
          (transaction) => work((query, parameters) => rowsOf(transaction, queries[query], parameters)),
          { timeout: WRITE_MS },
        ),
      ),
    define: (query) =>
      within('WRITE', async (session) => {
        await session.run(queries[query], {}, { timeout: WRITE_MS });
      }),
    verify: async () => {
      await driver.verifyConnectivity(database === undefined ? {} : { database });
    },
    close: () => driver.close(),
  };
}

/** A number of JavaScript is sent as a float, which is no LIMIT. */
function withIntegers(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'number' && Number.isInteger(value) ? neo4j.int(value) : value,
    ]),
  );
}

/** What `work` gives, or a rejection as soon as `signal` is aborted: closing its session then ends it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const abort = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const fail = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { signal: abort.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    abort.abort();
  }
}
