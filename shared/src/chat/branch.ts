import type { Message } from './message';

type Node = Pick<Message, 'id' | 'parentId'>;

/**
 * The messages from the topic's beginning to `leafId`, in reading order, following `parentId`. `messages` may come in
 * any order and may be one page only: the walk ends where a parent is not among them. An unknown leaf gives none.
 */
export function branchTo<T extends Node>(messages: readonly T[], leafId: string | null): T[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: T[] = [];
  let next = leafId;
  while (next !== null) {
    const message = byId.get(next);
    if (!message) break;
    byId.delete(next);
    path.push(message);
    next = message.parentId;
  }
  return path.reverse();
}
