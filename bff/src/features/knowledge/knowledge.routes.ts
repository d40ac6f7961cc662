import { PageQuery } from '@huati/shared';
import { Router, type Request, type RequestHandler } from 'express';
import { userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { KnowledgeService } from './knowledge.service';

const ACCEPTED = 202;

export function knowledgeRoutes(knowledge: KnowledgeService, guard: RequestHandler): Router {
  const router = Router();
  router.put('/uploads/:id/knowledge', guard, async (req: Request<{ id: string }>, res) => {
    res.status(ACCEPTED).json({ knowledge: await knowledge.send(userOf(res).id, req.params.id) });
  });
  router.get('/knowledge', guard, async (req, res) => {
    res.json(await knowledge.list(userOf(res).id, parse(PageQuery, req.query)));
  });
  router.delete('/knowledge/:id', guard, async (req: Request<{ id: string }>, res) => {
    await knowledge.remove(userOf(res).id, req.params.id);
    res.status(204).end();
  });
  return router;
}
