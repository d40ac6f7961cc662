import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import { addColumns, addIndex, dropColumns } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

type Table = CreateTableBuilder<string, string>;

/** Shares that follow their topic, or are locked, an account of what happened to them, and topics handed from device to device. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, line, text } = dialect;
  const create = (table: Table) => (dialect.tableSuffix ? table.modifyEnd(dialect.tableSuffix) : table).execute();
  await addColumns(db, 'shares', {
    live: sql`integer not null default 0`,
    password_hash: line,
    pictures_json: text,
    checked_json: text,
  });
  await addColumns(db, 'users', { moved_to: id });
  await create(
    db.schema
      .createTable('audit')
      .ifNotExists()
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('user_id', id)
      .addColumn('action', line, (c) => c.notNull())
      .addColumn('subject', line, (c) => c.notNull())
      .addColumn('address_hash', line)
      .addColumn('detail_json', text),
  );
  await addIndex(db, dialect, 'audit', 'audit_time', ['at']);
  await create(
    db.schema
      .createTable('handoffs')
      .ifNotExists()
      .addColumn('code_hash', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull())
      .addColumn('topic_id', id, (c) => c.notNull())
      .addColumn('claimed_by', id)
      .addColumn('device', line)
      .addColumn('digits', line)
      .addColumn('choices_json', text)
      .addColumn('joining', line)
      .addColumn('state', line, (c) => c.notNull().defaultTo('waiting'))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addForeignKeyConstraint('handoffs_user', ['user_id'], 'users', ['id'], (c) => c.onDelete('cascade'))
      .addForeignKeyConstraint('handoffs_topic', ['topic_id'], 'topics', ['id'], (c) => c.onDelete('cascade')),
  );
  await addIndex(db, dialect, 'handoffs', 'handoffs_end', ['expires_at']);
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('handoffs').ifExists().execute();
  await db.schema.dropTable('audit').ifExists().execute();
  await dropColumns(db, 'users', ['moved_to']);
  await dropColumns(db, 'shares', ['live', 'password_hash', 'pictures_json', 'checked_json']);
}
