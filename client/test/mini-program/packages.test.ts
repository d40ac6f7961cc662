// @vitest-environment node
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { joined } from './host/sandbox';
import { jsdomPhones } from './jsdom';
import { readPack } from './pack';
import { faults, seenIn } from './told';

const pack = readPack(fileURLToPath(new URL('../../dist/build/mp-weixin', import.meta.url)));
const roots = (pack.app.subPackages ?? []).map(({ root }) => root);
const rootOf = (path: string): string | undefined => roots.find((root) => path.startsWith(`${root}/`));

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.close());

it('nothing needs a package that WeChat may not have loaded', () => {
  const scripts = Object.entries(pack.scripts).flatMap(([path, script]) =>
    [...script.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, named = '']) => ({ path, needed: joined(path, named) })),
  );
  const components = Object.entries(pack.configs).flatMap(([path, config]) => {
    const { usingComponents = {} } = config as { usingComponents?: Record<string, string> };
    return Object.values(usingComponents).map((named) => ({ path, needed: joined(path, named) }));
  });
  expect(roots).toEqual(['pages/share', 'pages/legal']);
  expect(scripts.length).toBeGreaterThan(500);
  expect([...scripts, ...components].filter(({ needed }) => !(needed in pack.scripts))).toEqual([]);
  const outside = ({ path, needed }: { path: string; needed: string }): boolean =>
    ![undefined, rootOf(path)].includes(rootOf(needed));
  expect([...scripts, ...components].filter(outside)).toEqual([]);
});

it('a page of a package of its own is opened by its address', async () => {
  const phones = await jsdomPhones(pack);
  const launch = { path: 'pages/legal/index', query: { doc: 'privacy' } };
  const phone = await phones.open({ server: servers.origin, launch });
  await seenIn(phone, '.legal-page', '隐私');
  expect(await faults(phone)).toEqual([]);
  await phone.close();
});
