import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, MysqlDialect, sql, SqliteDialect, type Dialect } from 'kysely';
import { createConnection, createPool, type PoolOptions } from 'mysql2';
import { mysqlDifferences, sqliteDifferences, type DialectDifferences } from './dialect';
import { openLibsql } from './libsql';
import { migrateToLatest } from './migrate';
import type { Schema } from './schema';

/** Connections one BFF process opens to MySQL at the most. */
const POOL_SIZE = 10;

export interface Database {
  readonly kysely: Kysely<Schema>;
  readonly dialect: DialectDifferences;
  /** Throws where the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the database at `url` (`mysql://user:password@host:port/name` or `sqlite:PATH`) and brings its tables up to
 * date. The folder of an SQLite file and a missing MySQL database are made. Rejects where it cannot be reached.
 */
export async function openDatabase(url: string): Promise<Database> {
  const dialect = url.startsWith('mysql://') ? mysqlDifferences : sqliteDifferences;
  const driver = dialect.name === 'mysql' ? await mysqlDriver(url) : await sqliteDriver(url.slice('sqlite:'.length));
  const kysely = new Kysely<Schema>({ dialect: driver });
  try {
    await migrateToLatest(kysely, dialect);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return {
    kysely,
    dialect,
    ping: async () => {
      await sql`select 1`.execute(kysely);
    },
    close: () => kysely.destroy(),
  };
}

async function sqliteDriver(path: string): Promise<Dialect> {
  if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
  return new SqliteDialect({ database: openLibsql(path) });
}

async function mysqlDriver(url: string): Promise<Dialect> {
  const { username, password, hostname, port, pathname } = new URL(url);
  const options: PoolOptions = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : 3306,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
  };
  await makeDatabase(options);
  const pool = createPool({ ...options, connectionLimit: POOL_SIZE, enableKeepAlive: true });
  return new MysqlDialect({ pool });
}

async function makeDatabase({ database, ...server }: PoolOptions): Promise<void> {
  const connection = createConnection({ ...server, database }).promise();
  try {
    await connection.connect();
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ER_BAD_DB_ERROR';
    if (!missing || !database) throw error;
    const admin = createConnection(server).promise();
    try {
      await admin.query('create database if not exists ?? character set utf8mb4', [database]);
    } finally {
      await admin.end();
    }
  } finally {
    connection.destroy();
  }
}
