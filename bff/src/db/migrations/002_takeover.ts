import type { Kysely } from 'kysely';
import { dropColumns } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

const added = ['model', 'lease_generation', 'stop_asked'];

/** What another process needs to know of an answer to write on from where its writer died. */
export async function up(db: Kysely<Schema>, { line }: DialectDifferences): Promise<void> {
  await db.schema.alterTable('messages').addColumn('model', line).execute();
  await db.schema
    .alterTable('messages')
    .addColumn('lease_generation', 'integer', (c) => c.notNull().defaultTo(1))
    .execute();
  await db.schema
    .alterTable('messages')
    .addColumn('stop_asked', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await dropColumns(db, 'messages', added);
}
