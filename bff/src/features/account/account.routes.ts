import { SessionRequest } from '@huati/shared';
import { Router, type RequestHandler } from 'express';
import { bearerOf, userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { AccountService } from './account.service';

export function accountRoutes(account: AccountService, guard: RequestHandler): Router {
  const router = Router();
  router.post('/sessions', async (req, res) => {
    res.status(201).json(await account.open(parse(SessionRequest, req.body), bearerOf(req)));
  });
  router.get('/me', guard, (_req, res) => {
    res.json(userOf(res));
  });
  return router;
}
