import type { Page, PageQuery, Topic, TopicEvent, TopicPatch } from '@huati/shared';
import * as v from 'valibot';
import { decodeCursor, encodeCursor } from '../../cursor';
import type { TopicRow } from '../../db/schema';
import { Failure } from '../../failure';
import type { TopicsRepository } from './topics.repository';

const Position = v.object({
  pinned: v.picklist([0, 1]),
  updatedAt: v.number(),
  id: v.string(),
});

export interface TopicsService {
  list(userId: string, query: PageQuery): Promise<Page<Topic>>;
  get(userId: string, topicId: string): Promise<Topic>;
  change(userId: string, topicId: string, patch: TopicPatch): Promise<Topic>;
  /** Deletes the topic and stops what runs in it. */
  remove(userId: string, topicId: string): Promise<void>;
  /** Tells the user's devices that something is new in the topic. */
  touched(userId: string, topicId: string): Promise<void>;
}

export interface TopicsParts {
  repository: TopicsRepository;
  /** Tells all devices of the user. */
  announce(userId: string, event: TopicEvent): void;
  /** Ends the answers that run in a topic about to go. */
  stopAnswersOf(topicId: string): Promise<void>;
}

/** Every call throws `not_found` for a topic that is not the user's, as if it were absent. */
export function createTopicsService({ repository, announce, stopAnswersOf }: TopicsParts): TopicsService {
  const own = async (userId: string, topicId: string): Promise<Topic> => {
    const row = await repository.find(userId, topicId);
    if (!row) throw new Failure('not_found', 'no such topic');
    return toTopic(row);
  };

  return {
    get: own,

    list: async (userId, { limit, cursor }) => {
      const after = cursor === undefined ? undefined : decodeCursor(Position, cursor);
      const rows = await repository.list(userId, limit + 1, after);
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      return { items: items.map(toTopic), nextCursor: last ? encodeCursor(positionOf(last)) : null };
    },

    change: async (userId, topicId, { title, pinned }) => {
      await own(userId, topicId);
      await repository.update(userId, topicId, {
        ...(title !== undefined && { title }),
        ...(pinned !== undefined && { pinned: pinned ? 1 : 0 }),
      });
      const topic = await own(userId, topicId);
      announce(userId, { topicId, topic });
      return topic;
    },

    remove: async (userId, topicId) => {
      await own(userId, topicId);
      await stopAnswersOf(topicId);
      if (await repository.remove(userId, topicId)) announce(userId, { topicId, deleted: true });
    },

    touched: async (userId, topicId) => {
      announce(userId, { topicId, topic: await own(userId, topicId) });
    },
  };
}

function positionOf(row: TopicRow): v.InferOutput<typeof Position> {
  return { pinned: row.pinned, updatedAt: row.updated_at, id: row.id };
}

/** A stored topic as the wire carries it. */
export function toTopic(row: TopicRow): Topic {
  return {
    id: row.id,
    title: row.title,
    pinned: row.pinned === 1,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
