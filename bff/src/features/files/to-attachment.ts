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
    ...(row.error_json !== null && { error: v.parse(WireError, JSON.parse(row.error_json)) }),
  };
}
