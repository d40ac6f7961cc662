import { TopicPatch, TopicsQuery } from '@huati/shared';
import { Router, type RequestHandler } from 'express';
import { userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { TopicsService } from './topics.service';

export function topicsRoutes(topics: TopicsService, guard: RequestHandler): Router {
  const router = Router();
  router.use('/topics', guard);
  router.get('/topics', async (req, res) => {
    res.json(await topics.list(userOf(res).id, parse(TopicsQuery, req.query)));
  });
  router.get('/topics/:topicId', async (req, res) => {
    res.json(await topics.get(userOf(res).id, req.params.topicId));
  });
  router.get('/topics/:topicId/summary', async (req, res) => {
    res.json(await topics.summary(userOf(res).id, req.params.topicId));
  });
  const change: RequestHandler<{ topicId: string }> = async (req, res) => {
    res.json(await topics.change(userOf(res).id, req.params.topicId, parse(TopicPatch, req.body)));
  };
  router.patch('/topics/:topicId', change);
  // The same for `wx.request`, which has no PATCH.
  router.put('/topics/:topicId', change);
  router.delete('/topics/:topicId', async (req, res) => {
    await topics.remove(userOf(res).id, req.params.topicId);
    res.status(204).end();
  });
  return router;
}
