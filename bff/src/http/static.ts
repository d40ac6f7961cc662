import { join } from 'node:path';
import compression from 'compression';
import { Router, static as serveStatic } from 'express';
import { diagramHeaders } from './diagrams';

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** The built H5 client at `/`. Files under assets carry a hash in their names and are kept by browsers for a year. */
export function clientRoutes(folder: string): Router {
  const router = Router();
  router.use(compression());
  router.use('/diagrams', diagramHeaders);
  for (const assets of ['assets', 'reader/assets', 'diagrams/assets']) {
    router.use(
      `/${assets}`,
      serveStatic(join(folder, assets), { immutable: true, maxAge: YEAR_MS, fallthrough: true }),
    );
  }
  router.use(serveStatic(folder, { maxAge: 0 }));
  return router;
}
