import { Router } from 'express';

const UNAVAILABLE = 503;

/** What the service is and holds; `documents`: that it takes documents of people. */
export interface About {
  documents: true;
  /** Another one after each change of what is known for everybody. */
  version: string;
  entities: number;
  relations: number;
  chunks: number;
  answers: number;
  /** Documents that are being taken in. */
  processing: number;
  stores: { graph: string; chunks: string };
  embedding: string | null;
  reranking: boolean;
  model: string | null;
  /** From which cosine on a stored answer is given; null: never. */
  direct_threshold: number | null;
  warnings: string[];
}

export interface AboutParts {
  about(): Promise<About>;
  /** What must answer for the service to be ready; each rejects where it does not. */
  probes: Record<string, () => Promise<void>>;
  isClosing(): boolean;
}

/** `/healthz`: the process lives. `/readyz`: so does what it works with, and what it begins with is there. */
export function healthRoutes({ probes, isClosing }: AboutParts): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const names = Object.keys(probes);
    const results = await Promise.allSettled(Object.values(probes).map((probe) => probe()));
    const parts = Object.fromEntries(names.map((name, at) => [name, results[at]?.status === 'fulfilled']));
    const ready = !isClosing() && Object.values(parts).every(Boolean);
    const status = isClosing() ? 'closing' : 'unavailable';
    res.status(ready ? 200 : UNAVAILABLE).json({ status: ready ? 'ok' : status, parts });
  });
  return router;
}

/** `GET /about`. */
export function aboutRoutes({ about }: AboutParts): Router {
  const router = Router();
  router.get('/about', async (_req, res) => {
    res.json(await about());
  });
  return router;
}
