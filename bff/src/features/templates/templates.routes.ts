import { TemplateDraft, TemplateId } from '@huati/shared';
import { Router, type RequestHandler } from 'express';
import { userOf } from '../../http/guard';
import { parse } from '../../parse';
import type { TemplatesService } from './templates.service';

export function templatesRoutes(templates: TemplatesService, guard: RequestHandler): Router {
  const router = Router();
  router.use('/templates', guard);
  router.get('/templates', async (_req, res) => {
    res.json({ items: await templates.list(userOf(res).id), nextCursor: null });
  });
  router.put('/templates/:templateId', async (req, res) => {
    const id = parse(TemplateId, req.params.templateId);
    res.json(await templates.keep(userOf(res).id, id, parse(TemplateDraft, req.body)));
  });
  router.delete('/templates/:templateId', async (req, res) => {
    await templates.remove(userOf(res).id, req.params.templateId.toLowerCase());
    res.status(204).end();
  });
  return router;
}
