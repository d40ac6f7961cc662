import { sql, type Kysely } from 'kysely';
import { addColumns, addIndex, dropColumns, dropIndex, widenColumn } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

/** Files are read into passages, each with its place, and answers name those that they rest on. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, text } = dialect;
  const table = db.schema
    .createTable('file_passages')
    .ifNotExists()
    .addColumn('file_id', id, (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('text', text, (c) => c.notNull())
    .addColumn('place_json', text, (c) => c.notNull())
    .addColumn('boxes_json', text)
    .addColumn('tokens', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('file_passages_n', ['file_id', 'n'])
    .addForeignKeyConstraint('file_passages_file', ['file_id'], 'files', ['id'], (c) => c.onDelete('cascade'));
  await (dialect.tableSuffix ? table.modifyEnd(dialect.tableSuffix) : table).execute();

  await addColumns(db, 'files', {
    passages: sql`integer`,
    tokens: sql`integer`,
    read_by: id,
    read_until: sql`bigint`,
    read_tries: sql`integer not null default 0`,
    read_done: sql`integer`,
    read_total: sql`integer`,
    cut: sql`integer not null default 0`,
  });
  await addColumns(db, 'messages', { sources_json: text });
  // The types of office files are longer than ids.
  await widenColumn(db, dialect, 'files', 'mime', dialect.line);
  // What was stored before is read once more, for its passages.
  await db
    .updateTable('files')
    .set({ status: 'processing' })
    .where('passages', 'is', null)
    .where('sha256', 'is not', null)
    .where('status', '=', 'ready')
    .execute();
  await addIndex(db, dialect, 'files', 'files_unread', ['status', 'read_until']);
  await dropColumns(db, 'files', ['text', 'text_units']);
}

export async function down(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  await addColumns(db, 'files', { text: dialect.text, text_units: sql`integer` });
  await dropIndex(db, dialect, 'files', 'files_unread');
  await db.schema.dropTable('file_passages').ifExists().execute();
  await dropColumns(db, 'files', [
    'passages',
    'tokens',
    'read_by',
    'read_until',
    'read_tries',
    'read_done',
    'read_total',
    'cut',
  ]);
  await dropColumns(db, 'messages', ['sources_json']);
}
