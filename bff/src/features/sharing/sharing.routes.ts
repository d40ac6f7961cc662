import { ForkRequest, ShareQuery, ShareRequest, SharesQuery, UnlockRequest, type User } from '@huati/shared';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { sessionOf, userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { Caller } from './making';
import type { DrawnPicture } from './pictures';
import type { Reader } from './reading';
import type { SharingService } from './sharing.service';

type ById = Request<{ id: string }>;

const NOT_MODIFIED = 304;
/** Revoked is revoked: no copy in between, and nothing for search engines. */
const NOT_KEPT = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };
/** So that no browser takes what people upload for a page of ours. */
const NO_PAGE = { 'Content-Security-Policy': "sandbox; default-src 'none'", 'X-Content-Type-Options': 'nosniff' };

/** Anybody who knows its id reads a share, a locked one with a pass; all else needs a log-in. */
export function sharingRoutes(
  sharing: SharingService,
  guard: RequestHandler,
  authenticate: (token: string) => Promise<User>,
): Router {
  const router = Router();
  /** Its owner may say who they are, and whoever goes on with it must. */
  const readerOf = async (req: Request<{ id: string }>): Promise<Reader> => ({
    ...callerOf(req),
    pass: req.get('X-Share-Pass'),
    userId: (await sessionOf(req, authenticate))?.id,
  });
  router.post('/topics/:topicId/shares', guard, async (req: Request<{ topicId: string }>, res) => {
    const request = parse(ShareRequest, req.body ?? {});
    const share = await sharing.share(userOf(res).id, req.params.topicId, request, callerOf(req));
    res.status(201).json({ share });
  });
  router.get('/shares', guard, async (req, res) => {
    res.json(await sharing.list(userOf(res).id, parse(SharesQuery, req.query), callerOf(req).origin));
  });
  router.get('/shares/:id', async (req: ById, res) => {
    res.set(NOT_KEPT);
    const { again } = parse(ShareQuery, req.query);
    const reader = await readerOf(req);
    if (again) res.json(await sharing.look(req.params.id, reader));
    else res.type('json').end(await sharing.read(req.params.id, reader));
  });
  router.post('/shares/:id/unlock', async (req: ById, res) => {
    res.set(NOT_KEPT);
    const { password } = parse(UnlockRequest, req.body);
    res.json(await sharing.unlock(req.params.id, password, callerOf(req)));
  });
  router.post('/shares/:id/views', async (req: ById, res) => {
    res.set(NOT_KEPT);
    await sharing.viewed(req.params.id, await readerOf(req));
    res.status(204).end();
  });
  router.get('/shares/:id/pictures/:pictureId', async (req: Request<{ id: string; pictureId: string }>, res) => {
    res.set(NOT_KEPT);
    await send(req, res, await sharing.picture(req.params.id, req.params.pictureId, await readerOf(req)));
  });
  router.delete('/shares/:id', guard, async (req: ById, res) => {
    await sharing.revoke(userOf(res).id, req.params.id, callerOf(req).address);
    res.status(204).end();
  });
  router.post('/shares/:id/fork', guard, async (req: ById, res) => {
    const { messageId } = parse(ForkRequest, req.body ?? {});
    res.status(201).json(await sharing.fork(userOf(res).id, req.params.id, await readerOf(req), messageId));
  });
  return router;
}

/** A browser may keep the picture, but asks each time whether it still may show it. */
async function send(req: Request<{ id: string }>, res: Response, { etag, draw }: DrawnPicture): Promise<void> {
  const kept = { ...NO_PAGE, 'Cache-Control': 'private, no-cache', ETag: etag };
  if (req.get('If-None-Match') === etag) {
    res.status(NOT_MODIFIED).set(kept).end();
    return;
  }
  const jpeg = await draw();
  res.set({ ...kept, 'Content-Type': 'image/jpeg' }).end(jpeg);
}

function callerOf(req: Pick<Request, 'protocol' | 'host' | 'ip'>): Caller {
  return { origin: `${req.protocol}://${req.host}`, address: req.ip ?? '' };
}
