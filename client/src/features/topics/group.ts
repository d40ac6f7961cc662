import type { Topic } from '@huati/shared';

export const groupKeys = ['pinned', 'today', 'yesterday', 'week', 'earlier'] as const;
export type GroupKey = (typeof groupKeys)[number];

export interface TopicGroup {
  key: GroupKey;
  topics: Topic[];
}

const WEEK_DAYS = 7;

/**
 * Topics, already in order, under the headings a reader looks for; headings without topics are left out. Days are
 * those of the device's own calendar at `now`, and "week" is the seven days before today.
 */
export function groupTopics(topics: readonly Topic[], now: Date): TopicGroup[] {
  const groups = new Map<GroupKey, Topic[]>(groupKeys.map((key) => [key, []]));
  for (const topic of topics) groups.get(groupOf(topic, now))?.push(topic);
  return [...groups].filter(([, members]) => members.length > 0).map(([key, members]) => ({ key, topics: members }));
}

function groupOf(topic: Topic, now: Date): GroupKey {
  if (topic.pinned) return 'pinned';
  const at = new Date(topic.updatedAt);
  // A clock that is behind the server's must not send the newest topic to "earlier".
  if (at >= startOfDay(now, 0)) return 'today';
  if (at >= startOfDay(now, 1)) return 'yesterday';
  return at >= startOfDay(now, WEEK_DAYS) ? 'week' : 'earlier';
}

/** Midnight by the calendar, not by 24 hours: days of a clock change are longer or shorter. */
function startOfDay(now: Date, daysAgo: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
}
