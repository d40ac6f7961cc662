import type { Topic } from '@huati/shared';
import { settingsOf } from '../../db/settings';
import type { TopicRow } from '../../db/schema';

/** A stored topic as the wire carries it. */
export function toTopic(row: TopicRow): Topic {
  return {
    id: row.id,
    title: row.title,
    pinned: row.pinned === 1,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
    ...settingsOf(row),
  };
}
