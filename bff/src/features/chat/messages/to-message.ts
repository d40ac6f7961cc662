import { Usage, WindowUse, WireError, type Attachment, type Message } from '@huati/shared';
import * as v from 'valibot';
import type { MessageRow } from '../../../db/schema';
import { listed, shownIn } from '../../evidence/shown';
import type { AnswerEnd } from '../answer-log';

const Texts = v.array(v.string());

/** A stored message as the wire carries it; `siblings` are the ids of all with the same parent, oldest first. */
export function toMessage(
  row: MessageRow,
  siblings: readonly string[] = [],
  attachments: readonly Attachment[] = [],
): Message {
  return {
    id: row.id,
    topicId: row.topic_id,
    role: row.role,
    text: row.text,
    ...(row.reasoning !== null && { reasoning: row.reasoning }),
    status: row.status,
    parentId: row.parent_id,
    ...(siblings.length > 1 && { siblings: [...siblings] }),
    ...(row.ask_id !== null && { askId: row.ask_id }),
    createdAt: new Date(row.created_at).toISOString(),
    ...(attachments.length > 0 && { attachments: [...attachments] }),
    ...(row.status === 'streaming' ? listed(shownIn(row)) : shownIn(row)),
    ...storedDetails(row),
    ...(row.feedback !== null && {
      feedback: { value: row.feedback, ...(row.feedback_reason !== null && { reason: row.feedback_reason }) },
    }),
    ...(row.suggestions_json !== null && { suggestions: v.parse(Texts, JSON.parse(row.suggestions_json)) }),
  };
}

/** How a stored answer ended; undefined while it runs. */
export function storedEnd(row: MessageRow): AnswerEnd | undefined {
  return row.status === 'streaming' ? undefined : { status: row.status, ...storedDetails(row) };
}

function storedDetails(row: MessageRow): Omit<AnswerEnd, 'status'> {
  return {
    ...(row.usage_json !== null && { usage: v.parse(Usage, JSON.parse(row.usage_json)) }),
    ...(row.error_json !== null && { error: v.parse(WireError, JSON.parse(row.error_json)) }),
    ...(row.window_json !== null && { window: v.parse(WindowUse, JSON.parse(row.window_json)) }),
    ...(row.reasoning_ms !== null && { reasoningMs: row.reasoning_ms }),
  };
}
