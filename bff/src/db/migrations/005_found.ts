import type { Kysely } from 'kysely';
import { folded } from '@huati/shared';
import { addColumns, addIndex, dropColumns } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

/** Rows brought up to date in one go. */
const BATCH = 500;

/** Texts as search compares them, and what people say of answers and keep for later. */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  const { id, line, text } = dialect;
  await addColumns(db, 'messages', { folded: text, feedback: id, feedback_reason: text, suggestions_json: text });
  await foldMessages(db);

  const roles = db.schema
    .createTable('roles')
    .ifNotExists()
    .addColumn('id', id, (c) => c.primaryKey())
    .addColumn('user_id', id, (c) => c.notNull())
    .addColumn('name', line, (c) => c.notNull())
    .addColumn('description', line, (c) => c.notNull())
    .addColumn('prompt', text, (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('roles_user', ['user_id'], 'users', ['id'], (c) => c.onDelete('cascade'));
  await (dialect.tableSuffix ? roles.modifyEnd(dialect.tableSuffix) : roles).execute();
  await addIndex(db, dialect, 'roles', 'roles_list', ['user_id', 'id']);
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await db.schema.dropTable('roles').ifExists().execute();
  await dropColumns(db, 'messages', ['folded', 'feedback', 'feedback_reason', 'suggestions_json']);
}

async function foldMessages(db: Kysely<Schema>): Promise<void> {
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('messages')
      .select(['id', 'text'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute();
    for (const { id, text } of rows) {
      const change = folded(text);
      if (change !== null) await db.updateTable('messages').set({ folded: change }).where('id', '=', id).execute();
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
