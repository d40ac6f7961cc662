import { sendJson, type Exchange } from './http';
import type { Fault } from './plan';
import { endRecord } from './recorder';

/**
 * Plays a fault that comes before any answer. Out: whether it did, so that nothing more is to be done.
 * A hanging request stays `running` until its client gives up.
 */
export function playEarlyFault(exchange: Exchange, fault: Fault | undefined): boolean {
  switch (fault?.kind) {
    case 'status':
      endRecord(exchange.record, 'fault');
      sendJson(exchange, fault.status, fault.body ?? standardBody(fault.status), retryAfter(fault.retryAfterSeconds));
      return true;
    case 'refuse':
      endRecord(exchange.record, 'fault');
      exchange.req.socket.resetAndDestroy();
      return true;
    case 'hang':
      return true;
    case 'hangAfterHeaders':
    case 'stall':
    case 'cut':
    case 'malformed':
    case 'errorChunk':
    case 'empty':
    case 'noFinish':
    case 'noDone':
    case undefined:
      return false;
  }
}

function standardBody(status: number): unknown {
  const [message, type] =
    status === 429
      ? ['Too many requests, try again later.', 'RateLimitError']
      : [`Planned failure with status ${status}.`, status >= 500 ? 'InternalServerError' : 'BadRequestError'];
  return { error: { message, type, param: null, code: status } };
}

function retryAfter(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}
