import type { Kysely } from 'kysely';
import { addIndex } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

/** Words that people begin questions with, each person's own. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, line, text } = dialect;
  const templates = db.schema
    .createTable('templates')
    .ifNotExists()
    .addColumn('id', id, (c) => c.primaryKey())
    .addColumn('user_id', id, (c) => c.notNull())
    .addColumn('name', line, (c) => c.notNull())
    .addColumn('text', text, (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('templates_user', ['user_id'], 'users', ['id'], (c) => c.onDelete('cascade'));
  await (dialect.tableSuffix ? templates.modifyEnd(dialect.tableSuffix) : templates).execute();
  await addIndex(db, dialect, 'templates', 'templates_list', ['user_id', 'updated_at']);
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('templates').ifExists().execute();
}
