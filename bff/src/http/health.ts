import { Router } from 'express';

const UNAVAILABLE = 503;
/** How long what was found out is told again, in ms: probes come often and from many. */
const FRESH_MS = 2000;

/** A part the process cannot work without; rejects where it does not answer. */
export type Probe = () => Promise<void>;

/** `/healthz`: the process lives. `/readyz`: so do all that `probes` names; else 503 with each part's state. */
export function healthRoutes(probes: Record<string, Probe>, isClosing: () => boolean): Router {
  let known: { at: number; checks: Promise<Record<string, boolean>> } | undefined;
  const checks = () => {
    if (!known || performance.now() - known.at > FRESH_MS) known = { at: performance.now(), checks: run(probes) };
    return known.checks;
  };

  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    if (isClosing()) {
      res.status(UNAVAILABLE).json({ status: 'closing', parts: {} });
      return;
    }
    const parts = await checks();
    const ready = Object.values(parts).every(Boolean);
    res.status(ready ? 200 : UNAVAILABLE).json({ status: ready ? 'ok' : 'unavailable', parts });
  });
  return router;
}

async function run(probes: Record<string, Probe>): Promise<Record<string, boolean>> {
  const names = Object.keys(probes);
  const results = await Promise.allSettled(Object.values(probes).map((probe) => probe()));
  return Object.fromEntries(names.map((name, index) => [name, results[index]?.status === 'fulfilled']));
}
