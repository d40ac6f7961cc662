import * as v from 'valibot';
import { Session } from './session';

/**
 * `POST /api/links`: what a device shows as a code to be scanned, so that it gets the account of whoever confirms it in
 * WeChat. `id` is a secret of the two devices; `expiresAt` is ISO 8601 UTC.
 */
export const Link = v.object({ id: v.string(), expiresAt: v.string() });
export type Link = v.InferOutput<typeof Link>;

export const LinkCreated = v.object({ link: Link });
export type LinkCreated = v.InferOutput<typeof LinkCreated>;

/** `GET /api/links/:id`, for its creator alone. `session` comes with `confirmed`: the account, for the creator's device. */
export const LinkState = v.object({
  status: v.picklist(['waiting', 'confirmed', 'expired']),
  session: v.optional(Session),
});
export type LinkState = v.InferOutput<typeof LinkState>;
