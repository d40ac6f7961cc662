import { Router, type RequestHandler } from 'express';
import { userOf } from '../../http/guard';
import type { LinksService } from './links.service';

export function linksRoutes(links: LinksService, guard: RequestHandler): Router {
  const router = Router();
  router.use('/links', guard);
  router.post('/links', async (_req, res) => {
    res.status(201).json({ link: await links.create(userOf(res).id) });
  });
  router.get('/links/:linkId', async (req, res) => {
    res.set('Cache-Control', 'no-store').json(await links.state(userOf(res), req.params.linkId));
  });
  router.post('/links/:linkId/confirm', async (req, res) => {
    await links.confirm(userOf(res), req.params.linkId);
    res.json({ status: 'confirmed' });
  });
  return router;
}
