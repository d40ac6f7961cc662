import type { ErrorCode, FileReason, UpstreamReason } from '@huati/shared';

interface FailureDetails {
  reason?: UpstreamReason | FileReason;
  retryAfterMs?: number;
  /** How long a text is and how long it may be, in tokens. */
  tokens?: number;
  limit?: number;
  cause?: unknown;
}

/** An expected error with a stable code: what every border of the BFF translates to the wire. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly reason: UpstreamReason | FileReason | undefined;
  readonly retryAfterMs: number | undefined;
  readonly tokens: number | undefined;
  readonly limit: number | undefined;

  /** `message` is English and never holds what a person wrote; `retryAfterMs` is given where waiting helps. */
  constructor(code: ErrorCode, message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'Failure';
    this.code = code;
    this.reason = details.reason;
    this.retryAfterMs = details.retryAfterMs;
    this.tokens = details.tokens;
    this.limit = details.limit;
  }
}
