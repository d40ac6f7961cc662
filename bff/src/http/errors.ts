import { errorKinds, type Problem } from '@huati/shared';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { Failure } from '../failure';
import type { Logger } from '../logger';
import { toFailure, toWireError } from '../wire-error';

/** The type of problem documents. */
export const PROBLEM = 'application/problem+json';

const BAD_REQUEST = 400;
const PAYLOAD_TOO_LARGE = 413;
const UNSUPPORTED_MEDIA_TYPE = 415;

export const noSuchRoute: RequestHandler = () => {
  throw new Failure('not_found', 'no such address');
};

/** The one place where an error becomes an HTTP answer: a problem document of RFC 9457. */
export function createErrorTranslator(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const failure = fromExpress(error);
    const requestId = String(res.getHeader('x-request-id') ?? '');
    if (failure.code === 'internal') logger.error({ err: failure.cause, requestId }, 'request failed');
    sendProblem(res, failure, requestId);
  };
}

function sendProblem(res: Response, failure: Failure, requestId: string): void {
  const { retryAfterMs } = failure;
  if (retryAfterMs !== undefined) res.setHeader('Retry-After', Math.max(1, Math.ceil(retryAfterMs / 1000)));
  const problem = toProblem(failure, requestId);
  res.status(problem.status).type(PROBLEM).send(JSON.stringify(problem));
}

/** The problem document of an error, to be sent as `PROBLEM`. */
export function toProblem(failure: Failure, requestId: string): Problem {
  const { message, reason, tokens, limit } = toWireError(failure, requestId);
  return {
    type: `urn:huati:error:${failure.code}`,
    title: failure.code.replaceAll('_', ' '),
    status: errorKinds[failure.code].status,
    detail: message,
    code: failure.code,
    requestId,
    ...(reason && { reason }),
    ...(tokens !== undefined && { tokens }),
    ...(limit !== undefined && { limit }),
  };
}

/** Express and its body parser throw errors with a status of their own. */
function fromExpress(error: unknown): Failure {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === PAYLOAD_TOO_LARGE) return new Failure('too_large', 'the body is too large', { cause: error });
  if (status === UNSUPPORTED_MEDIA_TYPE) {
    return new Failure('unsupported_type', 'the body has an encoding that is not taken', { cause: error });
  }
  if (status === BAD_REQUEST) return new Failure('invalid', 'the request cannot be read', { cause: error });
  return toFailure(error);
}
