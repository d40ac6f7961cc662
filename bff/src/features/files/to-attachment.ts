import { WireError, type Attachment } from '@huati/shared';
import * as v from 'valibot';
import type { AttachedRow } from './files.repository';

const UNKNOWN = 'application/octet-stream';

/** A stored attachment as the wire carries it. */
export function toAttachment(row: AttachedRow): Attachment {
  return {
    id: row.id,
    name: row.name,
    mime: row.mime ?? UNKNOWN,
    bytes: row.bytes,
    sha256: row.sha256,
    status: row.status,
    ...(row.pages !== null && { pages: row.pages }),
    ...(row.passages !== null && { passages: row.passages }),
    ...(row.cut > 0 && { cut: true }),
    ...(row.status === 'processing' && { progress: progressOf(row) }),
    ...(row.error_json !== null && { error: v.parse(WireError, JSON.parse(row.error_json)) }),
  };
}

function progressOf({ read_done: done, read_total: total }: AttachedRow): number {
  return done === null || total === null || total <= 0 ? 0 : Math.min(1, done / total);
}
