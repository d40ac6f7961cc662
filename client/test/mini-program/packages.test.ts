// @vitest-environment node
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { joined } from './host/sandbox';
import { jsdomPhones } from './jsdom';
import { readPack } from './pack';
import { ask, faults, seenIn } from './told';

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
    const { usingComponents = {}, componentPlaceholder = {} } = config as Record<string, Record<string, string>>;
    return Object.entries(usingComponents)
      .filter(([tag]) => !(tag in componentPlaceholder))
      .map(([, named]) => ({ path, needed: joined(path, named) }));
  });
  expect(roots).toEqual(['pages/share', 'pages/legal']);
  expect(scripts.length).toBeGreaterThan(500);
  expect([...scripts, ...components].filter(({ needed }) => !(needed in pack.scripts))).toEqual([]);
  const outside = ({ path, needed }: { path: string; needed: string }): boolean =>
    ![undefined, rootOf(path)].includes(rootOf(needed));
  expect([...scripts, ...components].filter(outside)).toEqual([]);
});

it('what no first page shows comes when it is first drawn', async () => {
  const phones = await jsdomPhones(pack);
  const phone = await phones.open({ server: servers.origin });
  await phone.tap('.header .ui-icon-button');
  await phone.tap('.topic-panel-head [aria-label=设置]');
  await seenIn(phone, '.ui-sheet-panel', '外观');
  expect(await faults(phone)).toEqual([]);
  await phone.close();
});

it('what did not come without a connection is tried again', async () => {
  const phones = await jsdomPhones(pack);
  const phone = await phones.open({ server: servers.origin, device: { online: false } });
  await phone.tap('.header .ui-icon-button');
  await phone.tap('.topic-panel-head [aria-label=设置]');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await phone.texts('.ui-sheet-panel')).toEqual([]);
  await phone.run((program) => program.setOnline(true), null);
  await seenIn(phone, '.ui-sheet-panel', '外观');
  expect(await faults(phone)).toEqual([]);
  await phone.close();
});

it('code gets its colours once its package is there', async () => {
  await servers.plan({ text: '如下：\n\n```ts\nconst n = 1;\n```\n\n完。', tokensPerSecond: 0 });
  const phones = await jsdomPhones(pack);
  const phone = await phones.open({ server: servers.origin });
  await ask(phone, '写一行代码');
  await seenIn(phone, '.md-code', 'const n = 1;');
  await expect.poll(() => phone.texts('.md-code .hljs-keyword')).toEqual(['const']);
  expect(await faults(phone)).toEqual([]);
  await phone.close();
});

it('a page of a package of its own is opened by its address', async () => {
  const phones = await jsdomPhones(pack);
  const launch = { path: 'pages/legal/index', query: { doc: 'privacy' } };
  const phone = await phones.open({ server: servers.origin, launch });
  await seenIn(phone, '.legal-page', '隐私');
  expect(await faults(phone)).toEqual([]);
  await phone.close();
});
