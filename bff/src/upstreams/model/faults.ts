import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { UpstreamReason } from '@huati/shared';
import { Failure } from '../../failure';
import type { Watchdog } from './watchdog';

const TOO_MANY = 429;

/** Any error of a request to the model endpoint as the Failure `upstream_unavailable` with its reason. */
export function toUpstreamFailure(error: unknown, bite: Watchdog['bite']): Failure {
  if (error instanceof Failure) return error;
  if (bite === 'timeout' || error instanceof APIConnectionTimeoutError) {
    return unavailable('timeout', 'the model did not begin to answer in time');
  }
  if (bite === 'stalled') return unavailable('stalled', 'the model stopped in the middle of its answer');
  if (error instanceof APIConnectionError) return unavailable('refused', 'the model endpoint cannot be reached', error);
  if (error instanceof APIError) return fromStatus(error.status, error.headers);
  return unavailable('cut', 'the connection to the model broke in the middle of the answer', error);
}

function fromStatus(status: unknown, headers: unknown): Failure {
  if (status === TOO_MANY) {
    const retryAfterMs = retryAfter(headers instanceof Headers ? headers.get('retry-after') : null);
    return new Failure('upstream_unavailable', 'the model endpoint has too much to do', {
      reason: 'overloaded',
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
  const reason = typeof status === 'number' && status < 500 ? 'rejected' : 'reported';
  return unavailable(reason, `the model endpoint answered with status ${String(status)}`);
}

/** The wait of a `Retry-After` header (RFC 9110: seconds or a date) in ms. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function unavailable(reason: UpstreamReason, message: string, cause?: unknown): Failure {
  return new Failure('upstream_unavailable', message, { reason, cause });
}
