import { BranchChoice, FeedbackChange, MessagesQuery, SourceNumber } from '@huati/shared';
import { Router, type Request, type RequestHandler } from 'express';
import { userOf } from '../../../http/guard';
import { parse } from '../../../parse';
import type { Suggestions } from '../beside/suggestions';
import type { MessagesService } from './messages.service';

export function messagesRoutes(messages: MessagesService, suggestions: Suggestions, guard: RequestHandler): Router {
  const router = Router();
  router.get('/topics/:topicId/messages', guard, async (req: Request<{ topicId: string }>, res) => {
    res.json(await messages.page(userOf(res).id, req.params.topicId, parse(MessagesQuery, req.query)));
  });
  router.put('/topics/:topicId/branch', guard, async (req: Request<{ topicId: string }>, res) => {
    const { messageId } = parse(BranchChoice, req.body);
    await messages.choose(userOf(res).id, req.params.topicId, messageId);
    res.status(204).end();
  });
  router.get('/messages/:answerId/sources/:n', guard, async (req: Request<{ answerId: string; n: string }>, res) => {
    const { n } = parse(SourceNumber, req.params);
    res.json(await messages.source(userOf(res).id, req.params.answerId, n));
  });
  router.put('/messages/:answerId/feedback', guard, async (req: Request<{ answerId: string }>, res) => {
    const change = parse(FeedbackChange, req.body);
    const feedback = await messages.judge(userOf(res).id, req.params.answerId, change);
    res.json({ value: null, ...feedback });
  });
  router.post('/messages/:answerId/suggestions', guard, async (req: Request<{ answerId: string }>, res) => {
    res.json({ suggestions: await suggestions.after(userOf(res).id, req.params.answerId) });
  });
  return router;
}
