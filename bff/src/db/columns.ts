import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DialectDifferences } from './dialect';
import type { Schema } from './schema';

type Added = Record<string, RawBuilder<unknown> | 'integer'>;

/** Adds a column that may be null for each name of `columns`. */
export async function addColumns(db: Kysely<Schema>, table: keyof Schema, columns: Added): Promise<void> {
  for (const [name, type] of Object.entries(columns)) await db.schema.alterTable(table).addColumn(name, type).execute();
}

/** Takes them away again. */
export async function dropColumns(db: Kysely<Schema>, table: keyof Schema, names: readonly string[]): Promise<void> {
  for (const name of names) await sql`alter table ${sql.table(table)} drop column ${sql.ref(name)}`.execute(db);
}

/** Takes an index away. */
export async function dropIndex(
  db: Kysely<Schema>,
  { name: kind }: DialectDifferences,
  table: keyof Schema,
  name: string,
): Promise<void> {
  const drop = db.schema.dropIndex(name);
  await (kind === 'mysql' ? drop.on(table) : drop).execute();
}
