import type { CreateTableBuilder, Kysely } from 'kysely';
import { addIndex } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

type Table = CreateTableBuilder<string, string>;

/** Topics that were shared, as they were then. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, line, text } = dialect;
  const table: Table = db.schema
    .createTable('shares')
    .ifNotExists()
    .addColumn('id', id, (c) => c.primaryKey())
    .addColumn('user_id', id, (c) => c.notNull())
    .addColumn('topic_id', id, (c) => c.notNull())
    .addColumn('title', line, (c) => c.notNull())
    .addColumn('snapshot_json', text, (c) => c.notNull())
    .addColumn('views', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('shares_user', ['user_id'], 'users', ['id'], (c) => c.onDelete('cascade'))
    .addForeignKeyConstraint('shares_topic', ['topic_id'], 'topics', ['id'], (c) => c.onDelete('cascade'));
  await (dialect.tableSuffix ? table.modifyEnd(dialect.tableSuffix) : table).execute();
  await addIndex(db, dialect, 'shares', 'shares_list', ['user_id', 'created_at', 'id']);
  await addIndex(db, dialect, 'shares', 'shares_end', ['expires_at']);
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('shares').ifExists().execute();
}
