import { RoleDraft, RolesQuery } from '@huati/shared';
import { Router, type RequestHandler } from 'express';
import { userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { RolesService } from './roles.service';

export function rolesRoutes(roles: RolesService, guard: RequestHandler): Router {
  const router = Router();
  router.use('/roles', guard);
  router.get('/roles', async (req, res) => {
    res.json({ items: await roles.list(userOf(res).id, parse(RolesQuery, req.query)), nextCursor: null });
  });
  router.post('/roles', async (req, res) => {
    res.status(201).json(await roles.create(userOf(res).id, parse(RoleDraft, req.body)));
  });
  router.put('/roles/:roleId', async (req, res) => {
    res.json(await roles.change(userOf(res).id, req.params.roleId, parse(RoleDraft, req.body)));
  });
  router.delete('/roles/:roleId', async (req, res) => {
    await roles.remove(userOf(res).id, req.params.roleId);
    res.status(204).end();
  });
  return router;
}
