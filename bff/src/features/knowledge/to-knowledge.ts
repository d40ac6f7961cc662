import { WireError, type Knowledge } from '@huati/shared';
import * as v from 'valibot';
import type { KnowledgeRow } from '../../db/schema';

/** Stored knowledge as the wire carries it; what is being deleted is never told of. */
export function toKnowledge(row: KnowledgeRow): Knowledge {
  return {
    id: row.id,
    name: row.name,
    status: row.status === 'deleting' ? 'failed' : row.status,
    ...(row.attachment_id !== null && { attachmentId: row.attachment_id }),
    ...(row.status === 'processing' && row.progress !== null && { progress: row.progress }),
    ...(row.error_json !== null && { error: v.parse(WireError, JSON.parse(row.error_json)) }),
  };
}
