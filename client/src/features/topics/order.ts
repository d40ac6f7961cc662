import type { Topic } from '@huati/shared';

/** The order of a list of topics: pinned first, then newest activity; the id decides between equals. */
export function compareTopics(a: Topic, b: Topic): number {
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/** `topics` with those of `more` in place of older ones with the same id, in order. */
export function withTopics(topics: readonly Topic[], more: readonly Topic[]): Topic[] {
  const byId = new Map(topics.map((topic) => [topic.id, topic]));
  for (const topic of more) byId.set(topic.id, topic);
  return [...byId.values()].sort(compareTopics);
}
