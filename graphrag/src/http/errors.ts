import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from '../logger';
import { InvalidCondition } from '../pipeline/condition';
import { Refusal } from '../refusal';
import { isStoreAway } from '../stores/store-away';

const BAD_REQUEST = 400;
const TOO_LARGE = 413;
const UNSUPPORTED = 415;

export const noSuchRoute: RequestHandler = () => {
  throw new Refusal('absent', 'no such address');
};

/** The one place where an error becomes an answer: `{error_code, error_msg}`, and nothing of how it came about. */
export function createErrorTranslator(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    // Whoever left is told nothing, and that they left is no fault.
    if (res.closed) return;
    const refusal = toRefusal(error);
    const requestId = String(res.getHeader('x-request-id') ?? '');
    if (refusal.kind === 'internal') logger.error({ err: error, requestId }, 'request failed');
    if (refusal.kind === 'unavailable') logger.warn({ err: error, requestId }, 'a store cannot be reached');
    if (res.headersSent) next(error);
    else res.status(refusal.status).json(refusal.told);
  };
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof InvalidCondition) return new Refusal('invalid', error.message);
  if (error instanceof Error && error.name === 'TimeoutError') return new Refusal('late', 'it took too long');
  if (isStoreAway(error)) return new Refusal('unavailable', 'a store cannot be reached', { cause: error });
  // Express and its body parser throw errors with a status of their own.
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === TOO_LARGE) return new Refusal('too_large', 'the body is too large');
  if (status === UNSUPPORTED) return new Refusal('unsupported', 'the body has an encoding that is not taken');
  if (status === BAD_REQUEST) return new Refusal('invalid', 'the request cannot be read');
  return new Refusal('internal', 'something went wrong; the log of the service has more by the id of the request');
}
