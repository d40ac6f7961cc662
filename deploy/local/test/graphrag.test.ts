import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readGraphRagConfig } from '../src/config';
import { startGraphRagServer, type GraphRagServer } from '../src/graphrag/server';

const MAIN = fileURLToPath(new URL('../src/graphrag/main.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const documentOf = (title: string) => ({
  owner: 'somebody',
  title,
  mime: 'text/plain',
  passages: [
    { n: 1, text: '第一段：季度营收。', place: { page: 1, headings: ['营收'] } },
    { n: 2, text: '第二段。', place: { lines: [3, 4] } },
  ],
});

describe('the scripted GraphRAG service', () => {
  let service: GraphRagServer;
  beforeAll(async () => {
    service = await startGraphRagServer({ apiKey: 'k', processingMs: 60, slowMs: 80 });
  });
  afterAll(() => service.close());
  beforeEach(() => service.clear());

  const call = (method: string, path: string, body?: object, key = 'k') =>
    fetch(service.url + path, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(body && { body: JSON.stringify(body) }),
    });
  const put = (id: string, title: string) => call('PUT', `/documents/${id}`, documentOf(title));
  const state = async (id: string) => (await call('GET', `/documents/${id}`)).json();

  it('says that it takes documents, to whoever has its key', async () => {
    expect(await (await call('GET', '/about')).json()).toEqual({ documents: true });
    expect((await call('GET', '/about', undefined, 'x')).status).toBe(401);
    const none = await startGraphRagServer({ documents: false });
    expect(await (await fetch(`${none.url}/about`)).json()).toEqual({ documents: false });
    expect((await fetch(`${none.url}/documents/a`)).status).toBe(404);
    await none.close();
  });

  it('takes a document in, in the place of what was there, and deletes it', async () => {
    expect((await put('a', '旧.txt')).status).toBe(204);
    expect((await put('a', '季报.txt')).status).toBe(204);
    expect(await state('a')).toMatchObject({ status: 'processing' });
    await vi.waitFor(async () => expect(await state('a')).toEqual({ status: 'ready' }));
    expect(service.documents()).toEqual({ a: documentOf('季报.txt') });
    expect((await call('DELETE', '/documents/a')).status).toBe(204);
    expect((await call('DELETE', '/documents/a')).status).toBe(404);
    expect((await call('GET', '/documents/a')).status).toBe(404);
    expect(service.callsOf('PUT').map(({ body }) => body)).toEqual([documentOf('旧.txt'), documentOf('季报.txt')]);
  });

  it('does what a title says', async () => {
    expect((await put('a', 'refuse 报告')).status).toBe(422);
    expect((await call('PUT', '/documents/a', { title: '没有段落' })).status).toBe(400);
    const since = performance.now();
    await put('slow', 'slow 报告');
    expect(performance.now() - since).toBeGreaterThan(70);
    await put('fail', 'fail 报告');
    await vi.waitFor(async () => expect(await state('fail')).toMatchObject({ status: 'failed' }));
    await put('long', 'long 报告');
    expect(await state('long')).toEqual({ status: 'processing', progress: 0.5 });
    await put('lost', 'lost 报告');
    expect((await call('GET', '/documents/lost')).status).toBe(404);
    service.fail('DELETE', 503);
    expect((await call('DELETE', '/documents/long')).status).toBe(503);
    service.fail('DELETE', 0);
    await expect(call('DELETE', '/documents/long')).rejects.toThrow();
    expect((await call('DELETE', '/documents/long')).status).toBe(204);
  });

  it('runs as a process of its own, and tells what came', async () => {
    const child = spawn(process.execPath, ['--import', TSX, MAIN], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { DEMO_RAG_API_KEY: 'key' },
    });
    const [piece] = (await child.stdout.take(1).toArray()) as [Buffer];
    const url = /^graphrag listening on (\S+)\n$/.exec(String(piece))?.[1] ?? '';
    expect((await fetch(`${url}/about`)).status).toBe(401);
    expect(await (await fetch(`${url}/__calls`)).json()).toMatchObject([{ method: 'GET', path: '/about' }]);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end();
    expect(await ended).toBe(0);
    expect(() => readGraphRagConfig({ DEMO_RAG_PORT: 'x' })).toThrow('DEMO_RAG_PORT');
  });
});
