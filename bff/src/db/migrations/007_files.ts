import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import { addColumns, addIndex, dropColumns } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

type Table = CreateTableBuilder<string, string>;

/** Files that people ask about: the stored contents, whose they are, and the questions that have them. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, line, text } = dialect;
  const make = (table: Table) => (dialect.tableSuffix ? table.modifyEnd(dialect.tableSuffix) : table).execute();
  await addColumns(db, 'messages', { attached: sql`integer not null default 0` });

  await make(
    db.schema
      .createTable('files')
      .ifNotExists()
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('sha256', id)
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('mime', id)
      .addColumn('charset', id)
      .addColumn('status', id, (c) => c.notNull())
      .addColumn('pages', 'integer')
      .addColumn('error_json', text)
      .addColumn('text', text)
      .addColumn('text_units', 'integer')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('files_content', ['sha256']),
  );

  await make(
    db.schema
      .createTable('attachments')
      .ifNotExists()
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull())
      .addColumn('file_id', id, (c) => c.notNull())
      .addColumn('topic_id', id)
      .addColumn('name', line, (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addForeignKeyConstraint('attachments_user', ['user_id'], 'users', ['id'], (c) => c.onDelete('cascade'))
      .addForeignKeyConstraint('attachments_topic', ['topic_id'], 'topics', ['id'], (c) => c.onDelete('cascade'))
      .addForeignKeyConstraint('attachments_file', ['file_id'], 'files', ['id']),
  );
  await addIndex(db, dialect, 'attachments', 'attachments_of_file', ['file_id']);
  await addIndex(db, dialect, 'attachments', 'attachments_of_topic', ['topic_id', 'created_at']);
  await addIndex(db, dialect, 'attachments', 'attachments_of_user', ['user_id']);

  await make(
    db.schema
      .createTable('message_attachments')
      .ifNotExists()
      .addColumn('message_id', id, (c) => c.notNull())
      .addColumn('place', 'integer', (c) => c.notNull())
      .addColumn('attachment_id', id, (c) => c.notNull())
      .addPrimaryKeyConstraint('message_attachments_place', ['message_id', 'place'])
      .addForeignKeyConstraint('message_attachments_message', ['message_id'], 'messages', ['id'], (c) =>
        c.onDelete('cascade'),
      )
      .addForeignKeyConstraint('message_attachments_attachment', ['attachment_id'], 'attachments', ['id'], (c) =>
        c.onDelete('cascade'),
      ),
  );
  await addIndex(db, dialect, 'message_attachments', 'message_attachments_of', ['attachment_id']);
}

export async function down(db: Kysely<Schema>): Promise<void> {
  for (const table of ['message_attachments', 'attachments', 'files']) {
    await db.schema.dropTable(table).ifExists().execute();
  }
  await dropColumns(db, 'messages', ['attached']);
}
