import { PageQuery } from '@huati/shared';
import { Router, type Request, type RequestHandler } from 'express';
import { userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { MessagesService } from './messages.service';

export function messagesRoutes(messages: MessagesService, guard: RequestHandler): Router {
  const router = Router();
  router.get('/topics/:topicId/messages', guard, async (req: Request<{ topicId: string }>, res) => {
    res.json(await messages.page(userOf(res).id, req.params.topicId, parse(PageQuery, req.query)));
  });
  return router;
}
