import * as v from 'valibot';

/** What one error code means on the wire. */
interface ErrorKind {
  /** The HTTP status of the problem document that carries the code. */
  status: number;
  /**
   * True where the message was written for the person using the product. Any other message stays in the log, and the
   * wire carries a neutral sentence with the request id in its place.
   */
  visible: boolean;
}

/** Every error code of the product. The names are stable: clients switch on them. */
export const errorKinds = {
  invalid: { status: 400, visible: true },
  unauthorized: { status: 401, visible: true },
  forbidden: { status: 403, visible: true },
  /** A share is locked: it needs its password first. */
  password_required: { status: 403, visible: true },
  password_wrong: { status: 403, visible: true },
  not_found: { status: 404, visible: true },
  too_large: { status: 413, visible: true },
  unsupported_type: { status: 415, visible: true },
  /** A file of a kind that is taken, out of which nothing can be read. */
  unreadable: { status: 422, visible: true },
  input_too_long: { status: 422, visible: true },
  /** WeChat's content check refused the text. */
  content_refused: { status: 422, visible: true },
  rate_limited: { status: 429, visible: true },
  unsupported_version: { status: 426, visible: true },
  busy: { status: 503, visible: true },
  upstream_unavailable: { status: 502, visible: true },
  /** The deployment does without this. */
  not_configured: { status: 501, visible: true },
  interrupted: { status: 503, visible: true },
  internal: { status: 500, visible: false },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

const codes = Object.keys(errorKinds) as [ErrorCode, ...ErrorCode[]];

/** What exactly went wrong with the model behind `upstream_unavailable`. */
export const upstreamReasons = [
  'refused',
  'rejected',
  'overloaded',
  'timeout',
  'stalled',
  'cut',
  'malformed',
  'reported',
  'empty',
] as const;
export type UpstreamReason = (typeof upstreamReasons)[number];

/**
 * Why nothing can be read out of a file: it needs a password, is damaged, has no words in it, took too long or too much
 * memory, is far larger inside than outside, or has more pages than are read. `legacy`, with `unsupported_type`: a format
 * of old office programs, to be saved in today's.
 */
export const fileReasons = [
  'encrypted',
  'broken',
  'no_text',
  'too_slow',
  'too_heavy',
  'bomb',
  'too_long',
  'legacy',
] as const;
export type FileReason = (typeof fileReasons)[number];

/**
 * An error as acknowledgements, `done` and stored answers carry it. `message` is English, for developers and logs; a
 * client words `code` and `reason` in the person's language. `retryAfterMs` is in milliseconds. With `input_too_long`
 * come the text's `tokens` and their `limit`.
 */
export const WireError = v.object({
  code: v.picklist(codes),
  message: v.string(),
  reason: v.optional(v.picklist([...upstreamReasons, ...fileReasons])),
  retryAfterMs: v.optional(v.number()),
  tokens: v.optional(v.number()),
  limit: v.optional(v.number()),
});
export type WireError = v.InferOutput<typeof WireError>;

/** An error as HTTP carries it: a problem document of RFC 9457, `application/problem+json`. */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.picklist(codes),
  requestId: v.optional(v.string()),
  reason: v.optional(v.picklist([...upstreamReasons, ...fileReasons])),
  tokens: v.optional(v.number()),
  limit: v.optional(v.number()),
});
export type Problem = v.InferOutput<typeof Problem>;
