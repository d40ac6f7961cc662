import { ForkRequest, ShareRequest, SharesQuery } from '@huati/shared';
import { Router, type Request, type RequestHandler } from 'express';
import { userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { SharingService } from './sharing.service';

/** Anybody who knows its id reads a share; all else needs a log-in. */
export function sharingRoutes(sharing: SharingService, guard: RequestHandler): Router {
  const router = Router();
  router.post('/topics/:topicId/shares', guard, async (req: Request<{ topicId: string }>, res) => {
    const request = parse(ShareRequest, req.body ?? {});
    const share = await sharing.share(userOf(res).id, req.params.topicId, request, originOf(req));
    res.status(201).json({ share });
  });
  router.get('/shares', guard, async (req, res) => {
    res.json(await sharing.list(userOf(res).id, parse(SharesQuery, req.query), originOf(req)));
  });
  router.get('/shares/:id', async (req, res) => {
    // Revoked is revoked: no copy in between, and nothing for search engines.
    res.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    res.json(await sharing.read(req.params.id, originOf(req)));
  });
  router.delete('/shares/:id', guard, async (req: Request<{ id: string }>, res) => {
    await sharing.revoke(userOf(res).id, req.params.id);
    res.status(204).end();
  });
  router.post('/shares/:id/fork', guard, async (req: Request<{ id: string }>, res) => {
    const { messageId } = parse(ForkRequest, req.body ?? {});
    res.status(201).json(await sharing.fork(userOf(res).id, req.params.id, messageId));
  });
  return router;
}

/** Where the request came to, such as https://chat.example.com. */
function originOf(req: Pick<Request, 'protocol' | 'host'>): string {
  return `${req.protocol}://${req.host}`;
}
