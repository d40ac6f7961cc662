import type { About } from '@huati/shared';
import { Router } from 'express';
import type { Config } from '../../config';
import type { KnowledgeService } from '../knowledge/knowledge.service';

/** From so many bytes on a cut costs more than the calls that keep it from costing anything. */
const RESUMABLE_FROM = 5 * 1024 * 1024;

export interface AboutParts {
  config: Pick<Config, 'uploads' | 's3' | 'wechat' | 'rag' | 'examples'>;
  knowledge: Pick<KnowledgeService, 'available'>;
}

/** What this deployment does: the same for everybody, also for who is not logged in yet. */
export function aboutRoutes({ config, knowledge }: AboutParts): Router {
  const router = Router();
  router.get('/about', async (_req, res) => {
    const about: About = {
      uploads: {
        maxBytes: config.uploads.maxBytes,
        resumableFrom: RESUMABLE_FROM,
        direct: config.s3 !== undefined,
      },
      wechat: config.wechat !== undefined,
      knowledge: await knowledge.available(),
      retrieval: config.rag !== undefined,
      examples: config.examples,
    };
    res.json(about);
  });
  return router;
}
