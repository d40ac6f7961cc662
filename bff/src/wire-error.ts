import { errorKinds, type WireError } from '@huati/shared';
import { Failure } from './failure';

/** Anything thrown as a Failure; the unknown becomes `internal` and keeps its cause for the log. */
export function toFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure('internal', 'unexpected error', { cause: error });
}

/**
 * The error as the wire carries it. `requestId` is what a person can quote where the message itself must not leave
 * the server.
 */
export function toWireError(failure: Failure, requestId: string): WireError {
  const { code, reason, retryAfterMs, tokens, limit } = failure;
  const message = errorKinds[code].visible ? failure.message : `something went wrong on the server (${requestId})`;
  return {
    code,
    message,
    ...(reason && { reason }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(tokens !== undefined && { tokens }),
    ...(limit !== undefined && { limit }),
  };
}
