import type { Kysely } from 'kysely';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

/** The whole texts that answers rest on, apart from their messages, which are read by the page; and what passages mean. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, line, text } = dialect;
  const sources = db.schema
    .createTable('message_sources')
    .ifNotExists()
    .addColumn('message_id', id, (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('text', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('message_sources_n', ['message_id', 'n'])
    .addForeignKeyConstraint('message_sources_message', ['message_id'], 'messages', ['id'], (c) =>
      c.onDelete('cascade'),
    );
  await (dialect.tableSuffix ? sources.modifyEnd(dialect.tableSuffix) : sources).execute();

  const vectors = db.schema
    .createTable('passage_vectors')
    .ifNotExists()
    .addColumn('file_id', id, (c) => c.notNull())
    .addColumn('model', line, (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('dimensions', 'integer', (c) => c.notNull())
    .addColumn('vectors', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('passage_vectors_n', ['file_id', 'model', 'n'])
    .addForeignKeyConstraint('passage_vectors_file', ['file_id'], 'files', ['id'], (c) => c.onDelete('cascade'));
  await (dialect.tableSuffix ? vectors.modifyEnd(dialect.tableSuffix) : vectors).execute();
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('passage_vectors').ifExists().execute();
  await db.schema.dropTable('message_sources').ifExists().execute();
}
