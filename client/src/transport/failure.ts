import type { ErrorCode, WireError } from '@huati/shared';

/**
 * What a call can fail with: the codes of the wire, `offline` where the server could not be reached at all, and
 * `timeout` where it did not answer in time. After either of the two the call may have been carried out.
 */
export type FailureCode = ErrorCode | 'offline' | 'timeout';

/** The one error that transport throws. `message` is for developers; a person reads words chosen by `code`. */
export class WireFailure extends Error {
  readonly code: FailureCode;
  readonly reason: WireError['reason'];
  /** Milliseconds after which another try makes sense. */
  readonly retryAfterMs: number | undefined;
  /** How long a text is and how long it may be, in tokens. */
  readonly tokens: number | undefined;
  readonly limit: number | undefined;

  constructor(
    code: FailureCode,
    message: string,
    more: Pick<WireError, 'reason' | 'retryAfterMs' | 'tokens' | 'limit'> = {},
  ) {
    super(message);
    this.name = 'WireFailure';
    this.code = code;
    this.reason = more.reason;
    this.retryAfterMs = more.retryAfterMs;
    this.tokens = more.tokens;
    this.limit = more.limit;
  }
}

/** Anything thrown, as a `WireFailure`; what is not one already becomes `internal`. */
export function toFailure(thrown: unknown): WireFailure {
  if (thrown instanceof WireFailure) return thrown;
  return new WireFailure('internal', thrown instanceof Error ? thrown.message : String(thrown));
}
