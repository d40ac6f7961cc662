import type { CreateTableBuilder, Kysely } from 'kysely';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

type Table = CreateTableBuilder<string, string>;

export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, line, text } = dialect;
  const table = (name: string): Table => {
    const builder: Table = db.schema.createTable(name);
    return dialect.tableSuffix ? builder.modifyEnd(dialect.tableSuffix) : builder;
  };

  await table('users')
    .addColumn('id', id, (c) => c.primaryKey())
    .addColumn('kind', id, (c) => c.notNull())
    .addColumn('name', line, (c) => c.notNull())
    .addColumn('identity_hash', id, (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('users_identity', ['kind', 'identity_hash'])
    .execute();

  await table('topics')
    .addColumn('id', id, (c) => c.primaryKey())
    .addColumn('user_id', id, (c) => c.notNull())
    .addColumn('title', line, (c) => c.notNull())
    .addColumn('pinned', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('topics_user', ['user_id'], 'users', ['id'], (c) => c.onDelete('cascade'))
    .execute();
  await db.schema.createIndex('topics_list').on('topics').columns(['user_id', 'pinned', 'updated_at', 'id']).execute();

  await table('messages')
    .addColumn('id', id, (c) => c.primaryKey())
    .addColumn('topic_id', id, (c) => c.notNull())
    .addColumn('user_id', id, (c) => c.notNull())
    .addColumn('role', id, (c) => c.notNull())
    .addColumn('text', text, (c) => c.notNull())
    .addColumn('reasoning', text)
    .addColumn('status', id, (c) => c.notNull())
    .addColumn('parent_id', id)
    .addColumn('ask_id', id)
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('usage_json', text)
    .addColumn('error_json', text)
    .addColumn('lease_owner', id)
    .addColumn('lease_until', 'bigint')
    .addUniqueConstraint('messages_ask', ['user_id', 'ask_id'])
    .addForeignKeyConstraint('messages_topic', ['topic_id'], 'topics', ['id'], (c) => c.onDelete('cascade'))
    .execute();
  await db.schema.createIndex('messages_list').on('messages').columns(['topic_id', 'id']).execute();
  await db.schema.createIndex('messages_parent').on('messages').columns(['parent_id']).execute();
  await db.schema.createIndex('messages_lease').on('messages').columns(['status', 'lease_until']).execute();
}

export async function down(db: Kysely<Schema>): Promise<void> {
  for (const table of ['messages', 'topics', 'users']) await db.schema.dropTable(table).execute();
}
