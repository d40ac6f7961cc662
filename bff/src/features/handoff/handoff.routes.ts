import { HandoffClaim, HandoffConfirm, HandoffRequest } from '@huati/shared';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { By, HandoffService } from './handoff.service';

export function handoffRoutes(handoff: HandoffService, guard: RequestHandler): Router {
  const router = Router();
  router.use('/handoffs', guard, (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.post('/handoffs', async (req, res) => {
    const { topicId } = parse(HandoffRequest, req.body);
    const made = await handoff.create(by(req, res), topicId, `${req.protocol}://${req.host}`);
    res.status(201).json({ handoff: made });
  });
  router.get('/handoffs/:code', async (req, res) => {
    res.json(await handoff.state(userOf(res), req.params.code));
  });
  router.post('/handoffs/:code/claim', async (req, res) => {
    const { device, join } = parse(HandoffClaim, req.body);
    res.json(await handoff.claim(by(req, res), req.params.code, { device, join }));
  });
  router.post('/handoffs/:code/confirm', async (req, res) => {
    const { digits } = parse(HandoffConfirm, req.body);
    res.json(await handoff.confirm(by(req, res), req.params.code, digits));
  });
  return router;
}

function by(req: Pick<Request, 'ip'>, res: Response): By {
  return { user: userOf(res), address: req.ip ?? '' };
}
