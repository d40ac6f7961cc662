import { User } from '@huati/shared';
import type { Request, RequestHandler, Response } from 'express';
import * as v from 'valibot';
import { Failure } from '../failure';

/** Lets only requests with a valid bearer token through, and remembers whose they are. */
export function createGuard(authenticate: (token: string) => Promise<User>): RequestHandler {
  return async (req, res, next) => {
    const token = bearerOf(req);
    if (token === undefined) throw new Failure('unauthorized', 'this needs a session: Authorization: Bearer <token>');
    res.locals.user = await authenticate(token);
    next();
  };
}

/** The bearer token that a request carries, good or not. */
export function bearerOf(req: Pick<Request, 'headers'>): string | undefined {
  return /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
}

/** Whose request this is where nobody needs to say so: a session that has ended is none. */
export async function sessionOf(
  req: Pick<Request, 'headers'>,
  authenticate: (token: string) => Promise<User>,
): Promise<User | undefined> {
  const token = bearerOf(req);
  if (token === undefined) return undefined;
  try {
    return await authenticate(token);
  } catch (error) {
    if (error instanceof Failure && error.code === 'unauthorized') return undefined;
    throw error;
  }
}

/** Whose request this is, behind the guard. */
export function userOf(res: Response): User {
  return v.parse(User, res.locals.user);
}
