import { sql, type Kysely } from 'kysely';
import { addColumns, addIndex, dropColumns } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

/** How an answer's evidence was asked for, and answers that may be given again to whoever asks the same. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, line, text } = dialect;
  await addColumns(db, 'messages', { retrieval: line });
  const cache = db.schema
    .createTable('cached_answers')
    .ifNotExists()
    .addColumn('answer_id', id, (c) => c.primaryKey())
    .addColumn('scope', line, (c) => c.notNull())
    .addColumn('question', text, (c) => c.notNull())
    .addColumn('model', line, (c) => c.notNull())
    .addColumn('dimensions', 'integer', (c) => c.notNull())
    .addColumn('vector', text, (c) => c.notNull())
    .addColumn('created_at', sql`bigint`, (c) => c.notNull())
    .addForeignKeyConstraint('cached_answers_answer', ['answer_id'], 'messages', ['id'], (c) => c.onDelete('cascade'));
  await (dialect.tableSuffix ? cache.modifyEnd(dialect.tableSuffix) : cache).execute();
  await addIndex(db, dialect, 'cached_answers', 'cached_answers_newest', ['created_at']);
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('cached_answers').ifExists().execute();
  await dropColumns(db, 'messages', ['retrieval']);
}
