import { sql, type Kysely } from 'kysely';
import { addColumns, dropColumns } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

const ofMessages = ['token_count', 'token_counter', 'window_json', 'reasoning_ms'];
const ofTopics = ['system_prompt', 'model', 'retrieval', 'thinking', 'summary_text', 'summary_upto'];

/** What the model was and is to be given: counted texts, the window of each answer, a topic's own settings. */
export async function up(db: Kysely<Schema>, { id, line, text }: DialectDifferences): Promise<void> {
  await addColumns(db, 'messages', {
    token_count: sql`integer`,
    token_counter: line,
    window_json: text,
    reasoning_ms: sql`integer`,
  });
  await addColumns(db, 'topics', {
    system_prompt: text,
    model: line,
    retrieval: id,
    thinking: id,
    summary_text: text,
    summary_upto: id,
    title_by: sql`${id} not null default 'user'`,
  });
}

export async function down(db: Kysely<Schema>): Promise<void> {
  await dropColumns(db, 'messages', ofMessages);
  await dropColumns(db, 'topics', [...ofTopics, 'title_by']);
}
