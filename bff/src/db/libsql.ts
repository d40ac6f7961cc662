import Libsql from 'libsql';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Statements kept prepared; the queries of the BFF are far fewer, so nothing is evicted in practice. */
const PREPARED_MAX = 200;

/**
 * libsql behind the interface of Kysely's SqliteDialect.
 * A transaction begins IMMEDIATE: a deferred one that reads before it writes fails at once, without waiting for the
 * lock, when another process wrote in between.
 */
export function openLibsql(path: string): SqliteDatabase {
  const db = new Libsql(path);
  // First of all: the next one fails at once where another process is just writing.
  db.pragma('busy_timeout = 5000');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  const prepared = new Map<string, SqliteStatement>();

  const prepare = (sql: string): SqliteStatement => {
    const statement = db.prepare(sql === 'begin' ? 'begin immediate' : sql);
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...parameters),
      run: (parameters) => statement.run(...parameters),
      iterate: (parameters) => statement.iterate(...parameters),
    };
  };
  return {
    close: () => {
      prepared.clear();
      db.close();
    },
    prepare: (sql) => {
      const known = prepared.get(sql) ?? prepare(sql);
      if (prepared.size < PREPARED_MAX) prepared.set(sql, known);
      return known;
    },
  };
}
