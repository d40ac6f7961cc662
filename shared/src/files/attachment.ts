import * as v from 'valibot';
import { WireError } from '../errors';
import { pageOf } from '../page';

/** The most attachments of one question. */
export const ATTACHMENTS_MAX = 20;

/** The longest name of an attachment, in UTF-16 units. */
export const ATTACHMENT_NAME_MAX = 200;

/**
 * A file that its user may ask about once it is `ready`. `mime` is found out from its bytes, never from its name; `sha256`
 * is in hex. `pages` where it has such, `error` where nothing can be read out of it. While it is `processing`, `progress` is the
 * part of it that is read, 0 to 1; `passages`: how many it was read into; `cut`: only its beginning was read, or a part of its
 * pages, for there is more in it than is kept.
 */
export const Attachment = v.object({
  id: v.string(),
  name: v.string(),
  mime: v.string(),
  bytes: v.number(),
  sha256: v.string(),
  status: v.picklist(['processing', 'ready', 'failed']),
  pages: v.optional(v.number()),
  passages: v.optional(v.number()),
  cut: v.optional(v.boolean()),
  progress: v.optional(v.number()),
  error: v.optional(WireError),
});
export type Attachment = v.InferOutput<typeof Attachment>;

/** `POST /api/uploads` and `GET /api/uploads/:id`. */
export const Uploaded = v.object({ attachment: Attachment });
export type Uploaded = v.InferOutput<typeof Uploaded>;

/** `GET /api/topics/:topicId/files`: all files that a topic's questions have. */
export const TopicFiles = pageOf(Attachment);

/** `POST /api/uploads/direct`: where the file itself is put, with what headers. */
export const DirectUpload = v.object({
  id: v.string(),
  url: v.string(),
  method: v.literal('PUT'),
  headers: v.record(v.string(), v.string()),
});
export type DirectUpload = v.InferOutput<typeof DirectUpload>;
