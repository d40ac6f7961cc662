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

/** What becomes of what a device has as a guest where it joins an account: it stays the guest's, or goes there. */
export const Joining = v.picklist(['alone', 'bring'], 'join must be alone or bring');
export type Joining = v.InferOutput<typeof Joining>;

/**
 * `POST /api/handoffs/:code/claim`; `device`: what its owner would call it, such as "iPhone · Safari". `join`: whoever holds it
 * agrees that it becomes the account's of the device that shows the code. Without, a code of somebody else is not taken, and the
 * answer `asks`: whoever opens an address has not agreed to anything.
 */
export const HandoffClaim = v.strictObject({
  device: v.pipe(v.string('device must be a string'), v.maxLength(80)),
  join: v.optional(Joining),
});
export type HandoffClaim = v.InferOutput<typeof HandoffClaim>;

/** `POST /api/handoffs/:code/confirm`: the digits that the other device shows; null: it is none of mine. */
export const HandoffConfirm = v.strictObject({ digits: v.nullable(v.pipe(v.string(), v.regex(/^\d{2}$/))) });
export type HandoffConfirm = v.InferOutput<typeof HandoffConfirm>;

/**
 * `GET /api/handoffs/:code`, and what `claim` answers. A device of the same person gets the topic at once, `done`. Any other one is
 * asked first whether it joins, and told how many `topics` it could bring and whether there are `others`, such as files. Then
 * the device that shows the code is told with `choices` of digits, of which its owner picks those that the other one shows in
 * `digits`; that is then `done` with a session of the account, once.
 */
export const HandoffState = v.variant('status', [
  v.object({ status: v.picklist(['waiting', 'expired', 'refused']) }),
  v.object({ status: v.literal('asks'), topics: v.number(), others: v.boolean() }),
  v.object({
    status: v.literal('claimed'),
    device: v.optional(v.string()),
    choices: v.optional(v.array(v.string())),
    digits: v.optional(v.string()),
  }),
  v.object({ status: v.literal('done'), topicId: v.optional(v.string()), session: v.optional(Session) }),
]);
export type HandoffState = v.InferOutput<typeof HandoffState>;
