import { Usage, WireError, type Message } from '@huati/shared';
import * as v from 'valibot';
import type { MessageRow } from '../../db/schema';
import type { AnswerEnd } from './answer-log';

/** A stored message as the wire carries it. */
export function toMessage(row: MessageRow): Message {
  const { usage, error } = storedDetails(row);
  return {
    id: row.id,
    topicId: row.topic_id,
    role: row.role,
    text: row.text,
    ...(row.reasoning !== null && { reasoning: row.reasoning }),
    status: row.status,
    parentId: row.parent_id,
    ...(row.ask_id !== null && { askId: row.ask_id }),
    createdAt: new Date(row.created_at).toISOString(),
    ...(usage && { usage }),
    ...(error && { error }),
  };
}

/** How a stored answer ended; undefined while it runs. */
export function storedEnd(row: MessageRow): AnswerEnd | undefined {
  return row.status === 'streaming' ? undefined : { status: row.status, ...storedDetails(row) };
}

function storedDetails(row: MessageRow): { usage?: Usage; error?: WireError } {
  return {
    ...(row.usage_json !== null && { usage: v.parse(Usage, JSON.parse(row.usage_json)) }),
    ...(row.error_json !== null && { error: v.parse(WireError, JSON.parse(row.error_json)) }),
  };
}
