import type { Kysely } from 'kysely';
import { addIndex } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

/** Files that were sent on to the GraphRAG service. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, line, text } = dialect;
  const table = db.schema
    .createTable('knowledge')
    .ifNotExists()
    .addColumn('id', id, (c) => c.primaryKey())
    .addColumn('user_id', id)
    .addColumn('file_id', id)
    .addColumn('attachment_id', id)
    .addColumn('name', line, (c) => c.notNull())
    .addColumn('status', id, (c) => c.notNull())
    .addColumn('progress', 'double precision')
    .addColumn('error_json', text)
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('due_at', 'bigint')
    .addColumn('tries', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('held_until', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('generation', 'integer', (c) => c.notNull().defaultTo(0))
    .addUniqueConstraint('knowledge_file', ['user_id', 'file_id'])
    // The row outlives user and attachment: what was sent has to be deleted there.
    .addForeignKeyConstraint('knowledge_user', ['user_id'], 'users', ['id'], (c) => c.onDelete('set null'))
    .addForeignKeyConstraint('knowledge_attachment', ['attachment_id'], 'attachments', ['id'], (c) =>
      c.onDelete('set null'),
    )
    .addForeignKeyConstraint('knowledge_content', ['file_id'], 'files', ['id']);
  await (dialect.tableSuffix ? table.modifyEnd(dialect.tableSuffix) : table).execute();
  await addIndex(db, dialect, 'knowledge', 'knowledge_due', ['due_at']);
  await addIndex(db, dialect, 'knowledge', 'knowledge_of_file', ['file_id']);
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('knowledge').ifExists().execute();
}
