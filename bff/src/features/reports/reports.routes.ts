import { ReportRequest, type User } from '@huati/shared';
import { Router, type Request } from 'express';
import { Failure } from '../../failure';
import { bearerOf } from '../../http/guard';
import { parse } from '../../parse';
import type { ReportsService } from './reports.service';

/** A share is reported by anybody; whoever is logged in may say so. */
export function reportsRoutes(reports: ReportsService, authenticate: (token: string) => Promise<User>): Router {
  const router = Router();
  const userOf = async (req: Request, needed: boolean): Promise<User | undefined> => {
    const token = bearerOf(req);
    if (token === undefined) return undefined;
    try {
      return await authenticate(token);
    } catch (error) {
      // A share stays readable with a session that has ended, and so it can be reported.
      if (needed || !(error instanceof Failure) || error.code !== 'unauthorized') throw error;
      return undefined;
    }
  };
  router.post('/reports', async (req, res) => {
    const request = parse(ReportRequest, req.body);
    const user = await userOf(req, request.messageId !== undefined);
    await reports.report({ user, address: req.ip ?? '' }, request);
    res.status(201).json({ ok: true });
  });
  return router;
}
