import { sql, type Expression, type RawBuilder } from 'kysely';

/**
 * The few places where MySQL/MariaDB and SQLite differ. Queries ask here and nowhere else.
 */
export interface DialectDifferences {
  readonly name: 'mysql' | 'sqlite';
  /** The type of a column holding one of our ids or hashes, compared byte by byte. */
  readonly id: RawBuilder<unknown>;
  /** The type of a short text people write, at most 200 characters. */
  readonly line: RawBuilder<unknown>;
  /** The type of a text without a practical limit (MySQL: 16 MiB). */
  readonly text: RawBuilder<unknown>;
  /** What follows the column list of `create table`. */
  readonly tableSuffix: RawBuilder<unknown> | undefined;
  /** The database's own clock in ms since 1970: the one clock that all processes of a deployment share. */
  readonly now: RawBuilder<number>;
  /** Whether `words` stand in the text `name`, byte by byte, 1 or 0: no collation of either database decides. */
  contains(name: Expression<string>, words: string): RawBuilder<0 | 1>;
  /** True for the error of making an index that is there, and of taking away one that is not. */
  isIndexThere(error: unknown): boolean;
  isIndexGone(error: unknown): boolean;
  /** True for the error of an insert that a unique key refused. */
  isDuplicate(error: unknown): boolean;
  /** True where the database undid a transaction to let another one pass: it may be tried again as it was. */
  isDeadlock(error: unknown): boolean;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

export const mysqlDifferences: DialectDifferences = {
  name: 'mysql',
  id: sql`varchar(64) character set ascii collate ascii_bin`,
  line: sql`varchar(200) character set utf8mb4 collate utf8mb4_unicode_ci`,
  text: sql`mediumtext character set utf8mb4 collate utf8mb4_unicode_ci`,
  tableSuffix: sql`engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci`,
  now: sql<number>`cast(unix_timestamp(now(3)) * 1000 as signed)`,
  contains: (name, words) => sql<0 | 1>`locate(cast(${words} as binary), cast(${name} as binary)) > 0`,
  isDuplicate: (error) => codeOf(error) === 'ER_DUP_ENTRY',
  isIndexThere: (error) => codeOf(error) === 'ER_DUP_KEYNAME',
  isIndexGone: (error) => codeOf(error) === 'ER_CANT_DROP_FIELD_OR_KEY',
  // The second one: MariaDB from 11.6 on, where a row that was read was changed by another transaction meanwhile.
  isDeadlock: (error) => ['ER_LOCK_DEADLOCK', 'ER_CHECKREAD'].includes(String(codeOf(error))),
};

export const sqliteDifferences: DialectDifferences = {
  name: 'sqlite',
  id: sql`text`,
  line: sql`text`,
  text: sql`text`,
  tableSuffix: undefined,
  now: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
  contains: (name, words) => sql<0 | 1>`instr(${name}, ${words}) > 0`,
  isDuplicate: (error) => {
    const code = codeOf(error);
    return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  },
  // Its statements can say by themselves that this is no error.
  isIndexThere: () => false,
  isIndexGone: () => false,
  // Every transaction takes the one lock there is when it begins.
  isDeadlock: () => false,
};
