import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Refusal } from '../refusal';

/** Lets only requests through that carry `Authorization: Bearer <apiKey>`; with an empty key, all. */
export function createGuard(apiKey: string): RequestHandler {
  const wanted = digest(apiKey);
  return (req, _res, next) => {
    if (apiKey === '') {
      next();
      return;
    }
    const [, key] = /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
    if (key === undefined) throw new Refusal('header', 'this needs a key: Authorization: Bearer <key>');
    // Digests are of one length, so that the time tells nothing of the key.
    if (!timingSafeEqual(digest(key), wanted)) throw new Refusal('unauthorized', 'the key is not the right one');
    next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
