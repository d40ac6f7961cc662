import type { ListedTopic, Page, Topic, TopicEvent, TopicPatch, TopicsQuery, TopicSummary } from '@huati/shared';
import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { decodeCursor, encodeCursor } from '../../cursor';
import { changedSettings } from '../../db/settings';
import type { TopicRow } from '../../db/schema';
import { Failure } from '../../failure';
import type { SearchRepository } from './search.repository';
import { searchIn, termsOf } from './search';
import { toTopic } from './to-topic';
import type { TopicPosition, TopicsRepository } from './topics.repository';

const Position = v.object({
  pinned: v.picklist([0, 1]),
  updatedAt: v.number(),
  id: v.string(),
  back: v.optional(v.boolean(), false),
});

/** Topics looked through in one go, and how long one call of a search may look, in ms; its cursor then leads on. */
const BATCH = 100;
const SEARCH_MS = 700;

export interface TopicsService {
  /** The user's topics, pinned first, then newest activity; with `q` those that have the words. */
  list(userId: string, query: TopicsQuery): Promise<Page<ListedTopic>>;
  get(userId: string, topicId: string): Promise<Topic>;
  summary(userId: string, topicId: string): Promise<TopicSummary>;
  change(userId: string, topicId: string, patch: TopicPatch): Promise<Topic>;
  /** Deletes the topic and stops what runs in it. */
  remove(userId: string, topicId: string): Promise<void>;
  /** Tells the devices of its user that something is new in the topic. */
  touched(topicId: string): Promise<void>;
}

export interface TopicsParts {
  repository: TopicsRepository;
  search: SearchRepository;
  /** The newest message on the branch that is shown. */
  leafOf(topicId: string): Promise<string | undefined>;
  /** Tells all devices of the user. */
  announce(userId: string, event: TopicEvent): void;
  /** Ends the answers that run in a topic about to go. */
  stopAnswersOf(topicId: string): Promise<void>;
  /** To be told of a topic before it goes, with all that hangs on it; gives what is called once it is gone. */
  removing?: (topicId: string) => Promise<() => void>;
  /** Rejects with `input_too_long` where a system prompt leaves the model too little room. */
  assertInstructions(instructions: string, model: string | undefined): Promise<void>;
}

/** Every call throws `not_found` for a topic that is not the user's, as if it were absent. */
export function createTopicsService(parts: TopicsParts): TopicsService {
  const { repository, announce } = parts;
  const own = async (userId: string, topicId: string): Promise<Topic> => {
    const row = await repository.find(userId, topicId);
    if (!row) throw new Failure('not_found', 'no such topic');
    return toTopic(row);
  };

  const page = async (userId: string, limit: number, cursor: string | undefined): Promise<Page<ListedTopic>> => {
    const from = cursor === undefined ? undefined : decodeCursor(Position, cursor);
    const rows = await repository.list(userId, { limit: limit + 1, from, backwards: from?.back ?? false });
    const more = rows.length > limit;
    const items = rows.slice(0, limit);
    if (from?.back) items.reverse();
    const [before, after] = from?.back ? [more, true] : [from !== undefined, more];
    return {
      items: items.map(toTopic),
      nextCursor: after ? cursorAt(items.at(-1), false) : null,
      prevCursor: before ? cursorAt(items[0], true) : null,
    };
  };

  const search = async (userId: string, { q, limit, cursor }: TopicsQuery): Promise<Page<ListedTopic>> => {
    const terms = termsOf(q);
    const items: ListedTopic[] = [];
    const until = performance.now() + SEARCH_MS;
    let from: TopicPosition | undefined = cursor === undefined ? undefined : decodeCursor(Position, cursor);
    for (;;) {
      const rows = await repository.list(userId, { limit: BATCH, from, backwards: false });
      // SQLite works on this thread: whatever else waits comes in between.
      await setImmediate();
      const found = await searchIn(rows, terms, parts.search);
      const fitting = found.slice(0, limit - items.length);
      items.push(...fitting);
      const lastFitting = rows.find(({ id }) => id === fitting.at(-1)?.id);
      // What did not fit is found again from the last one that did.
      const cut = fitting.length < found.length;
      const last = cut ? lastFitting : rows.at(-1);
      from = last ? positionOf(last) : from;
      if (!cut && rows.length < BATCH) return { items, nextCursor: null, prevCursor: null };
      if (items.length >= limit || performance.now() > until) {
        return { items, nextCursor: cursorAt(last, false), prevCursor: null };
      }
    }
  };

  return {
    get: own,
    list: (userId, query) => (query.q === '' ? page(userId, query.limit, query.cursor) : search(userId, query)),

    summary: async (userId, topicId) => {
      await own(userId, topicId);
      const summary = await repository.summaryOf(topicId);
      return { text: summary?.text ?? null, upTo: summary?.upTo ?? null };
    },

    change: async (userId, topicId, { title, pinned, ...settings }) => {
      const before = await own(userId, topicId);
      if (settings.systemPrompt) {
        await parts.assertInstructions(settings.systemPrompt, settings.model ?? before.model);
      }
      await repository.update(userId, topicId, {
        ...(title !== undefined && { title, title_by: 'user' }),
        ...(pinned !== undefined && { pinned: pinned ? 1 : 0 }),
        ...changedSettings(settings),
      });
      const topic = await own(userId, topicId);
      announce(userId, { topicId, topic });
      return topic;
    },

    remove: async (userId, topicId) => {
      await own(userId, topicId);
      await parts.stopAnswersOf(topicId);
      const removed = await parts.removing?.(topicId);
      if (!(await repository.remove(userId, topicId))) return;
      announce(userId, { topicId, deleted: true });
      removed?.();
    },

    touched: async (topicId) => {
      const [row, leafId] = await Promise.all([repository.findAny(topicId), parts.leafOf(topicId)]);
      if (!row) throw new Failure('not_found', 'no such topic');
      announce(row.user_id, { topicId, topic: toTopic(row), ...(leafId !== undefined && { leafId }) });
    },
  };
}

function positionOf(row: TopicRow): TopicPosition {
  return { pinned: row.pinned, updatedAt: row.updated_at, id: row.id };
}

function cursorAt(row: TopicRow | undefined, back: boolean): string | null {
  return row ? encodeCursor({ ...positionOf(row), back }) : null;
}
