import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DialectDifferences } from './dialect';
import type { Schema } from './schema';

type Table = keyof Schema;
type Added = Record<string, RawBuilder<unknown>>;

/*
 * Neither database changes its tables in a transaction: a process that is killed in the middle of a step leaves half of it.
 * Everything here can therefore be done again.
 */

/** Adds those columns of `columns`, each with its type, that are not there yet. */
export async function addColumns(db: Kysely<Schema>, table: Table, columns: Added): Promise<void> {
  const there = await columnsOf(db, table);
  for (const [name, type] of Object.entries(columns)) {
    if (!there.has(name)) await sql`alter table ${sql.table(table)} add column ${sql.ref(name)} ${type}`.execute(db);
  }
}

/** Takes those of the columns away that are there. */
export async function dropColumns(db: Kysely<Schema>, table: Table, names: readonly string[]): Promise<void> {
  const there = await columnsOf(db, table);
  for (const name of names) {
    if (there.has(name)) await sql`alter table ${sql.table(table)} drop column ${sql.ref(name)}`.execute(db);
  }
}

async function columnsOf(db: Kysely<Schema>, table: Table): Promise<Set<string>> {
  const tables = await db.introspection.getTables();
  return new Set(tables.find(({ name }) => name === table)?.columns.map(({ name }) => name));
}

/** Gives a column a type with more room. SQLite's have all there is. */
export async function widenColumn(
  db: Kysely<Schema>,
  dialect: DialectDifferences,
  table: Table,
  name: string,
  type: RawBuilder<unknown>,
): Promise<void> {
  if (dialect.name !== 'mysql') return;
  await sql`alter table ${sql.table(table)} modify column ${sql.ref(name)} ${type}`.execute(db);
}

/** Makes an index, unless it is there. */
export async function addIndex(
  db: Kysely<Schema>,
  dialect: DialectDifferences,
  table: Table,
  name: string,
  columns: string[],
): Promise<void> {
  const index = db.schema.createIndex(name).on(table).columns(columns);
  await unless(dialect.isIndexThere, () => (dialect.name === 'mysql' ? index : index.ifNotExists()).execute());
}

/** Takes an index away, unless it is gone. */
export async function dropIndex(
  db: Kysely<Schema>,
  dialect: DialectDifferences,
  table: Table,
  name: string,
): Promise<void> {
  const index = db.schema.dropIndex(name);
  await unless(dialect.isIndexGone, () => (dialect.name === 'mysql' ? index.on(table) : index.ifExists()).execute());
}

async function unless(isDone: (error: unknown) => boolean, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isDone(error)) throw error;
  }
}
