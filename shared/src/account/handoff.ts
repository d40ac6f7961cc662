import * as v from 'valibot';
import { Session } from './session';

/** How long a code can be taken, in ms. */
export const HANDOFF_MS = 2 * 60_000;

/** `POST /api/handoffs`: the topic that another device is to open. */
export const HandoffRequest = v.strictObject({
  topicId: v.pipe(v.string('topicId must be a string'), v.maxLength(64)),
});
export type HandoffRequest = v.InferOutput<typeof HandoffRequest>;

/** A code that is shown as a QR code of `url`; it can be taken once, until `expiresAt`. */
export const Handoff = v.object({ code: v.string(), url: v.string(), expiresAt: v.string() });
export type Handoff = v.InferOutput<typeof Handoff>;

export const HandoffCreated = v.object({ handoff: Handoff });
export type HandoffCreated = v.InferOutput<typeof HandoffCreated>;

/** `POST /api/handoffs/:code/claim`; `device`: what its owner would call it, such as "iPhone · Safari". */
export const HandoffClaim = v.strictObject({
  device: v.pipe(v.string('device must be a string'), v.maxLength(80)),
});
export type HandoffClaim = v.InferOutput<typeof HandoffClaim>;

/** `POST /api/handoffs/:code/confirm`: the digits that the other device shows; null: it is none of mine. */
export const HandoffConfirm = v.strictObject({ digits: v.nullable(v.pipe(v.string(), v.regex(/^\d{2}$/))) });
export type HandoffConfirm = v.InferOutput<typeof HandoffConfirm>;

/**
 * `GET /api/handoffs/:code`, and what `claim` answers. A device of the same person gets the topic at once, `done`. Of any other,
 * the device that shows the code is told with `choices` of digits, of which its owner picks those that the other one shows in
 * `digits`; that is then `done` with a session of the account, once.
 */
export const HandoffState = v.variant('status', [
  v.object({ status: v.picklist(['waiting', 'expired', 'refused']) }),
  v.object({
    status: v.literal('claimed'),
    device: v.optional(v.string()),
    choices: v.optional(v.array(v.string())),
    digits: v.optional(v.string()),
  }),
  v.object({ status: v.literal('done'), topicId: v.optional(v.string()), session: v.optional(Session) }),
]);
export type HandoffState = v.InferOutput<typeof HandoffState>;
