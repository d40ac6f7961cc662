import type { UpstreamReason } from '@huati/shared';
import { Failure } from '../../failure';
import type { Watchdog } from './watchdog';

const TOO_MANY = 429;
const SERVER_FAULT = 500;

/**
 * Any error of a request to the model endpoint as the Failure `upstream_unavailable` with its reason. `began`: the
 * answer's headers had come.
 */
export function toUpstreamFailure(error: unknown, bite: Watchdog['bite'], began: boolean): Failure {
  if (error instanceof Failure) return error;
  if (bite === 'timeout') return unavailable('timeout', 'the model did not begin to answer in time');
  if (bite === 'stalled') return unavailable('stalled', 'the model stopped in the middle of its answer');
  if (!began) return unavailable('refused', 'the model endpoint cannot be reached', error);
  return unavailable('cut', 'the connection to the model broke in the middle of the answer', error);
}

/** A status other than a good one as a Failure; `retryAfter` is the header of that name. */
export function fromStatus(status: number, retryAfter: string | undefined): Failure {
  if (status === TOO_MANY) {
    const retryAfterMs = waitOf(retryAfter);
    return new Failure('upstream_unavailable', 'the model endpoint has too much to do', {
      reason: 'overloaded',
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
  const reason = status < SERVER_FAULT ? 'rejected' : 'reported';
  return unavailable(reason, `the model endpoint answered with status ${status}`);
}

/** The wait of a `Retry-After` header (RFC 9110: seconds or a date) in ms. */
function waitOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function unavailable(reason: UpstreamReason, message: string, cause?: unknown): Failure {
  return new Failure('upstream_unavailable', message, { reason, cause });
}
