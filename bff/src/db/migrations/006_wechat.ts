import type { CreateTableBuilder, Kysely } from 'kysely';
import { addColumns, addIndex, dropColumns } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

type Table = CreateTableBuilder<string, string>;

/** Accounts of WeChat, links between devices, reports. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, text } = dialect;
  const make = (table: Table) => (dialect.tableSuffix ? table.modifyEnd(dialect.tableSuffix) : table).execute();
  await addColumns(db, 'users', { openid: id, unionid: id });

  await make(
    db.schema
      .createTable('links')
      .ifNotExists()
      .addColumn('id_hash', id, (c) => c.primaryKey())
      .addColumn('user_id', id, (c) => c.notNull())
      .addColumn('confirmed_by', id)
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addForeignKeyConstraint('links_user', ['user_id'], 'users', ['id'], (c) => c.onDelete('cascade'))
      .addForeignKeyConstraint('links_account', ['confirmed_by'], 'users', ['id'], (c) => c.onDelete('cascade')),
  );
  await addIndex(db, dialect, 'links', 'links_own', ['user_id', 'created_at']);
  await addIndex(db, dialect, 'links', 'links_end', ['expires_at']);

  // A report outlives the message, the share and the person it came from.
  await make(
    db.schema
      .createTable('reports')
      .ifNotExists()
      .addColumn('id', id, (c) => c.primaryKey())
      .addColumn('user_id', id)
      .addColumn('message_id', id)
      .addColumn('share_id', id)
      .addColumn('reason', id, (c) => c.notNull())
      .addColumn('text', text)
      .addColumn('message_text', text)
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addForeignKeyConstraint('reports_user', ['user_id'], 'users', ['id'], (c) => c.onDelete('set null')),
  );
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('reports').ifExists().execute();
  await db.schema.dropTable('links').ifExists().execute();
  await dropColumns(db, 'users', ['openid', 'unionid']);
}
