import * as v from 'valibot';
import { WireError } from '../errors';
import { pageOf } from '../page';

/**
 * A file of a user that was sent on to the GraphRAG service, as knowledge for all of the user's topics: `sending` until the
 * service has it, `processing` until answers can rest on it. `attachmentId` is left out once that attachment is gone; the
 * knowledge stays. `progress`, while it is processed and the service tells it: 0 to 1. `error` where it `failed`.
 */
export const Knowledge = v.object({
  id: v.string(),
  attachmentId: v.optional(v.string()),
  name: v.string(),
  status: v.picklist(['sending', 'processing', 'ready', 'failed']),
  progress: v.optional(v.number()),
  error: v.optional(WireError),
});
export type Knowledge = v.InferOutput<typeof Knowledge>;

/** `PUT /api/uploads/:id/knowledge`: the same file again gives the same knowledge, and sends it anew where it failed. */
export const KnowledgeSent = v.object({ knowledge: Knowledge });
export type KnowledgeSent = v.InferOutput<typeof KnowledgeSent>;

/** `GET /api/knowledge`, newest first. */
export const KnowledgePage = pageOf(Knowledge);
