import { FormulasRequest, type User } from '@huati/shared';
import { Router, type Request } from 'express';
import { addressKey } from '../../http/client-address';
import { bearerOf } from '../../http/guard';
import { parse } from '../../parse';
import type { FormulasService } from './formulas';

/** Shares have formulas too, and are read by anybody: whoever is not logged in counts by address. */
export function formulasRoutes(formulas: FormulasService, authenticate: (token: string) => Promise<User>): Router {
  const router = Router();
  const whoAsks = async (req: Request): Promise<string> => {
    const token = bearerOf(req);
    return token === undefined ? addressKey(req.ip ?? '') : (await authenticate(token)).id;
  };
  router.post('/formulas', async (req, res) => {
    const request = parse(FormulasRequest, req.body);
    res.json(await formulas.set(await whoAsks(req), request));
  });
  return router;
}
