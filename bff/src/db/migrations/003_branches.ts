import { sql, type Kysely } from 'kysely';
import { addColumns, addIndex, dropColumns, dropIndex } from '../columns';
import type { DialectDifferences } from '../dialect';
import type { Schema } from '../schema';

/** So many ids a statement, well below what either database takes. */
const CHUNK = 500;

type Node = Pick<Schema['messages'], 'id' | 'parent_id'>;

/**
 * Which messages of a topic are on its shown branch. Until now that was the branch of the newest message, so it is
 * this one that stays shown.
 */
export async function up(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  await addColumns(db, 'messages', { shown: sql`integer not null default 1` });
  await addIndex(db, dialect, 'messages', 'messages_shown', ['topic_id', 'shown', 'id']);
  await addIndex(db, dialect, 'messages', 'messages_siblings', ['topic_id', 'parent_id', 'id']);
  await dropIndex(db, dialect, 'messages', 'messages_parent');

  const forked = await sql<{ topic_id: string }>`
    select distinct topic_id from messages group by topic_id, parent_id having count(*) > 1`.execute(db);
  for (const { topic_id: topicId } of forked.rows) {
    const nodes = await db
      .selectFrom('messages')
      .select(['id', 'parent_id'])
      .where('topic_id', '=', topicId)
      .orderBy('id')
      .execute();
    const hidden = leftBehind(nodes);
    for (let at = 0; at < hidden.length; at += CHUNK) {
      const ids = hidden.slice(at, at + CHUNK);
      await db.updateTable('messages').set({ shown: 0 }).where('id', 'in', ids).execute();
    }
  }
}

export async function down(db: Kysely<Schema>, dialect: DialectDifferences): Promise<void> {
  await addIndex(db, dialect, 'messages', 'messages_parent', ['parent_id']);
  await dropIndex(db, dialect, 'messages', 'messages_siblings');
  await dropIndex(db, dialect, 'messages', 'messages_shown');
  await dropColumns(db, 'messages', ['shown']);
}

/** The ids that are not on the way from the beginning to the newest of `nodes`, which come oldest first. */
function leftBehind(nodes: readonly Node[]): string[] {
  const parents = new Map(nodes.map(({ id, parent_id: parentId }) => [id, parentId]));
  const kept = new Set<string>();
  let next = nodes.at(-1)?.id ?? null;
  while (next !== null && !kept.has(next)) {
    kept.add(next);
    next = parents.get(next) ?? null;
  }
  return nodes.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
}
