import type { QueryName } from './queries';

/** A column's name, and what is in it. */
export type Row = Record<string, unknown>;
/** What stands for `$name` in a query. Whole numbers are sent as integers. */
export type Parameters = Record<string, unknown>;
/** Has one of the queries run, within a transaction. */
export type Run = (query: QueryName, parameters: Parameters) => Promise<Row[]>;

/** A database that speaks Cypher. All reject where it cannot be reached. */
export interface CypherEndpoint {
  /** Runs a query that cannot write, in bounded time. Rejects as soon as `signal` is aborted. */
  read(query: QueryName, parameters: Parameters, signal?: AbortSignal): Promise<Row[]>;
  /** Runs `work` in one transaction: all of it or nothing. It may be run again after a fault that passes. */
  write<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Runs a query that changes what the database checks and indexes, by itself. */
  define(query: QueryName): Promise<void>;
  verify(): Promise<void>;
  close(): Promise<void>;
}
