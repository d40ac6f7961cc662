import type { Message, Page, PageQuery } from '@huati/shared';
import * as v from 'valibot';
import { decodeCursor, encodeCursor } from '../../cursor';
import type { MessagesRepository } from './messages.repository';
import type { RunningAnswers } from './running';
import { toMessage } from './to-message';

export interface MessagesService {
  /** The newest page first, each page in reading order; throws `not_found` for a topic that is not the user's. */
  page(userId: string, topicId: string, query: PageQuery): Promise<Page<Message>>;
}

export interface MessagesParts {
  repository: MessagesRepository;
  running: RunningAnswers;
  assertOwnTopic(userId: string, topicId: string): Promise<void>;
}

export function createMessagesService({ repository, running, assertOwnTopic }: MessagesParts): MessagesService {
  /** What runs here is further than what is stored: the newest text serves best, and `follow` goes on from it. */
  const live = (message: Message, userId: string): Message => {
    const log = message.status === 'streaming' ? running.find(message.id, userId) : undefined;
    if (!log) return message;
    return { ...message, text: log.text, ...(log.reasoning !== '' && { reasoning: log.reasoning }) };
  };

  return {
    page: async (userId, topicId, { limit, cursor }) => {
      await assertOwnTopic(userId, topicId);
      const before = cursor === undefined ? undefined : decodeCursor(v.string(), cursor);
      const rows = await repository.newest(topicId, limit + 1, before);
      const kept = rows.slice(0, limit);
      const oldest = rows.length > limit ? kept.at(-1) : undefined;
      return {
        items: kept.reverse().map((row) => live(toMessage(row), userId)),
        nextCursor: oldest ? encodeCursor(oldest.id) : null,
      };
    },
  };
}
