import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../src';
import { createErrorTranslator } from '../../src/http/errors';
import { untilGone } from '../../src/http/until-gone';
import { createMilvusChunks } from '../../src/stores/milvus-chunks';
import { createNeo4jGraph } from '../../src/stores/neo4j-graph';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An address that answers as `route` does, and what is logged of it. */
async function answering(route: RequestHandler): Promise<{ url: string; lines: string[] }> {
  const lines: string[] = [];
  const app = express()
    .get('/', route)
    .use(createErrorTranslator(createLogger('warn', { write: (line) => void lines.push(line) })));
  const server = app.listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, lines };
}

describe('an answer where something went wrong', () => {
  it('is nothing, and no line of the log, where nobody waits any more', async () => {
    let ended = false;
    const { url, lines } = await answering(async (_req, res) => {
      const signal = untilGone(res, 10_000);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended = true;
      signal.throwIfAborted();
    });
    await expect(fetch(url, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await vi.waitFor(() => expect(ended).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(lines).toEqual([]);
  });

  it('is that it may go well later, where a store is away', async () => {
    const graph = createNeo4jGraph({ url: 'bolt://127.0.0.1:1', user: 'u', password: 'p' });
    const settings = { url: 'http://127.0.0.1:1', token: '', collection: 'c', model: 'm' };
    const chunks = createMilvusChunks({ ...settings, dimension: () => Promise.resolve(3) });
    closing.push(
      () => graph.close(),
      () => chunks.close(),
    );
    for (const asking of [() => graph.counts(), () => chunks.get(['a'], { owner: '' })]) {
      const { url, lines } = await answering(async (_req, res) => {
        res.json(await asking());
      });
      const response = await fetch(url);
      expect([response.status, await response.json()]).toEqual([
        503,
        { error_code: 503, error_msg: 'a store cannot be reached' },
      ]);
      expect(lines).toHaveLength(1);
    }
  });

  it('is a fault of the service where nobody knows better', async () => {
    const { url, lines } = await answering(() => {
      throw new Error('secret');
    });
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(lines).toHaveLength(1);
  });
});
