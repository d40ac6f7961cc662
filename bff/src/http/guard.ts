import { User } from '@huati/shared';
import type { RequestHandler, Response } from 'express';
import * as v from 'valibot';
import { Failure } from '../failure';

/** Lets only requests with a valid bearer token through, and remembers whose they are. */
export function createGuard(authenticate: (token: string) => Promise<User>): RequestHandler {
  return async (req, res, next) => {
    const [, token] = /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
    if (token === undefined) throw new Failure('unauthorized', 'this needs a session: Authorization: Bearer <token>');
    res.locals.user = await authenticate(token);
    next();
  };
}

/** Whose request this is, behind the guard. */
export function userOf(res: Response): User {
  return v.parse(User, res.locals.user);
}
