import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { securityHeaders } from '../src/http/security';
import { clientRoutes } from '../src/http/static';

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huati-diagrams-'));
  await mkdir(join(folder, 'diagrams/assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<p>chat</p>');
  await writeFile(join(folder, 'diagrams/index.html'), '<p>drawing</p>');
  await writeFile(join(folder, 'diagrams/assets/main.js'), '');
  const app = express().use(securityHeaders(undefined), clientRoutes(folder));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** The headers of what is asked of a host of that name. */
function headersOf(path: string, host: string): Promise<Record<string, string>> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.headers as Record<string, string>);
    });
    asked.on('error', reject).end();
  });
}

const policyOf = async (path: string, host: string): Promise<string[]> =>
  ((await headersOf(path, host))['content-security-policy'] ?? '').split(/;\s*/);

it.each(['/diagrams/index.html', '/diagrams/assets/main.js'])('%s may do nothing but draw', async (path) => {
  const policy = await policyOf(path, 'chat.example:8080');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' http://chat.example:8080/diagrams/");
  expect(policy).toContain('sandbox allow-scripts');
  expect(policy).toContain("frame-ancestors 'self'");
  // What is not named falls back to nothing.
  expect(policy.join(' ')).not.toMatch(/connect-src|frame-src|worker-src|allow-same-origin/);
  const headers = await headersOf(path, 'chat.example');
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
});

it.each(["evil.example'; script-src *", 'a b', 'x;y', 'a,b'])('a host of the name %j is not named', async (host) => {
  const policy = await policyOf('/diagrams/index.html', host);
  expect(policy).toContain("script-src 'self'");
  expect(policy.filter((each) => each.startsWith('script-src'))).toHaveLength(1);
});

it('the chat itself has no style in its page, and frames of its own alone', async () => {
  const policy = await policyOf('/index.html', 'chat.example');
  expect(policy).toContain("style-src 'self'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-src 'self'");
  expect((await headersOf('/index.html', 'chat.example'))['access-control-allow-origin']).toBeUndefined();
});
