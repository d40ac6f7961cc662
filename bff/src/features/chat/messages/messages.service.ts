import type { Attachment, Feedback, FeedbackChange, Message, MessagesQuery, Page, SourceInPlace } from '@huati/shared';
import * as v from 'valibot';
import { decodeCursor, encodeCursor } from '../../../cursor';
import type { MessageRow } from '../../../db/schema';
import { Failure } from '../../../failure';
import { listed } from '../../evidence/shown';
import type { RunningAnswers } from '../running';
import type { MessagesRepository, MessagesSlice } from './messages.repository';
import { toMessage } from './to-message';

const Position = v.object({ id: v.string(), direction: v.picklist(['older', 'newer']) });
type Position = v.InferOutput<typeof Position>;

/** Every call throws `not_found` for what is not the user's, as if it were absent. */
export interface MessagesService {
  /** The newest page first, each page in reading order; both cursors lead on from it. */
  page(userId: string, topicId: string, query: MessagesQuery): Promise<Page<Message>>;
  /** Shows the branch that the message is on, on all devices. */
  choose(userId: string, topicId: string, messageId: string): Promise<void>;
  /** What the user says of an answer from now on; undefined: nothing any more. */
  judge(userId: string, answerId: string, change: FeedbackChange): Promise<Feedback | undefined>;
  /** The source `n` of an answer, with where it stands. */
  source(userId: string, answerId: string, n: number): Promise<SourceInPlace>;
}

export interface MessagesParts {
  repository: MessagesRepository;
  running: RunningAnswers;
  /** Shows the branch that the message is on, to its newest end. */
  show(topicId: string, messageId: string): Promise<void>;
  /** Rejects with `not_found` where the topic is not the user's. */
  assertOwnTopic(userId: string, topicId: string): Promise<unknown>;
  /** The attachments of each of these messages that has some. */
  attachmentsOf(messageIds: readonly string[]): Promise<Map<string, Attachment[]>>;
  /** The source `n` of the user's answer; throws `not_found`. */
  sourceInPlace(userId: string, answer: MessageRow, n: number): Promise<SourceInPlace>;
  /** Tells the devices of its user that the topic is another than it was. */
  touched(topicId: string): Promise<void>;
}

/** Rows in reading order, and whether there are more on either side. */
interface Window {
  rows: MessageRow[];
  older: boolean;
  newer: boolean;
}

export function createMessagesService(parts: MessagesParts): MessagesService {
  const { repository, running, assertOwnTopic } = parts;

  /** What runs here is further than what is stored: the newest text serves best, and `follow` goes on from it. */
  const live = (message: Message, userId: string): Message => {
    const log = message.status === 'streaming' ? running.find(message.id, userId) : undefined;
    if (!log) return message;
    return {
      ...message,
      ...listed(log.sources),
      text: log.text,
      ...(log.reasoning !== '' && { reasoning: log.reasoning }),
    };
  };

  const from = async (slice: Omit<MessagesSlice, 'from'>, position: Position | undefined): Promise<Window> => {
    const rows = await repository.slice({ ...slice, limit: slice.limit + 1, from: position });
    const more = rows.length > slice.limit;
    const kept = rows.slice(0, slice.limit);
    if (position?.direction === 'newer') return { rows: kept, older: true, newer: more };
    return { rows: kept.reverse(), older: more, newer: position !== undefined };
  };

  const around = async (slice: Omit<MessagesSlice, 'from'>, id: string): Promise<Window> => {
    const half = Math.ceil(slice.limit / 2);
    const [before, after] = await Promise.all([
      repository.slice({ ...slice, limit: half + 1, from: { id, direction: 'older', including: true } }),
      from({ ...slice, limit: Math.max(1, slice.limit - half) }, { id, direction: 'newer' }),
    ]);
    if (before[0]?.id !== id) throw new Failure('not_found', 'no such message in what is shown of this topic');
    const older = before.slice(0, half).reverse();
    return { rows: [...older, ...after.rows], older: before.length > half, newer: after.newer };
  };

  const siblingsOf = async (topicId: string, rows: readonly MessageRow[]): Promise<Map<string | null, string[]>> => {
    const siblings = new Map<string | null, string[]>();
    const parents = [...new Set(rows.map(({ parent_id: parentId }) => parentId))];
    for (const { id, parent_id: parentId } of await repository.children(topicId, parents)) {
      siblings.set(parentId, [...(siblings.get(parentId) ?? []), id]);
    }
    return siblings;
  };

  return {
    page: async (userId, topicId, query) => {
      await assertOwnTopic(userId, topicId);
      const slice = { topicId, shown: query.branch === 'shown', limit: query.limit };
      const position = query.cursor === undefined ? undefined : decodeCursor(Position, query.cursor);
      const { rows, older, newer } = await (query.around === undefined
        ? from(slice, position)
        : around(slice, query.around));
      const [siblings, attachments] = await Promise.all([
        siblingsOf(topicId, rows),
        parts.attachmentsOf(rows.filter(({ attached }) => attached === 1).map(({ id }) => id)),
      ]);
      const [first, last] = [rows[0], rows.at(-1)];
      return {
        items: rows.map((row) => live(toMessage(row, siblings.get(row.parent_id), attachments.get(row.id)), userId)),
        nextCursor: older && first ? encodeCursor({ id: first.id, direction: 'older' } satisfies Position) : null,
        prevCursor: newer && last ? encodeCursor({ id: last.id, direction: 'newer' } satisfies Position) : null,
      };
    },

    choose: async (userId, topicId, messageId) => {
      await assertOwnTopic(userId, topicId);
      await parts.show(topicId, messageId);
      await parts.touched(topicId);
    },

    source: async (userId, answerId, n) => {
      const row = await repository.find(userId, answerId);
      if (row?.role !== 'assistant') throw new Failure('not_found', 'no such answer');
      return parts.sourceInPlace(userId, row, n);
    },

    judge: async (userId, answerId, { value, reason }) => {
      const row = await repository.find(userId, answerId);
      if (row?.role !== 'assistant') throw new Failure('not_found', 'no such answer');
      const kept = value === null || !reason ? null : reason;
      await repository.setFeedback(answerId, value, kept);
      return value === null ? undefined : { value, ...(kept !== null && { reason: kept }) };
    },
  };
}
