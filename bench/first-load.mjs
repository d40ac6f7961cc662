/**
 * How long it takes until one can write: the chat's page opened for the first time and again, on a processor four times slower, over
 * this machine's own network and over slow 4G (1.6 Mbit/s, 150 ms), and the JavaScript of it as it comes over the wire; beside a page
 * with nothing but a field, from the same server. `node bench/first-load.mjs [repeats]`
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goal, quantile, table } from './lib/figures.mjs';
import { openBrowser, slow4g, visit } from './lib/phone.mjs';
import { folder, start, startServer, tidy } from './lib/processes.mjs';
import { usable, watchField } from './lib/usable.mjs';

const repeats = Number(process.argv[2] ?? 5);
/** After which nothing more is loaded for the page as it stands, ms. */
const QUIET_MS = 3000;
const LOOK_MS = 50;
const PAGES = { ours: '/', bare: '/bare.html' };
const NETWORKS = ['loopback', 'slow 4G'];

const built = process.env.CLIENT_DIR ?? fileURLToPath(new URL('../client/dist/build/h5', import.meta.url));
const client = await folder();
await cp(built, client, { recursive: true });
await cp(new URL('baselines/bare.html', import.meta.url), join(client, 'bare.html'));
process.env.CLIENT_DIR = client;
const model = await start('bench/lib/writing-model.mjs', {}, /listening on (\S+)/);
const server = await startServer(model.found);
const browser = await openBrowser();

/** @typedef {{ ms: number, scripts: number, later: number }} Opened ms until usable, kB of JavaScript by then, and after */

/** @param {import('playwright-core').BrowserContext | undefined} before @param {string} path @param {string} network */
async function open(before, path, network) {
  const { context, page, cdp } = await visit(browser, { context: before });
  await cdp.send('Network.enable');
  if (network === 'slow 4G') await slow4g(cdp);
  /** @type {Set<string>} */
  const scripts = new Set();
  let bytes = 0;
  cdp.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.addInitScript(watchField);
  await page.goto(`${server.url}${path}`, { waitUntil: 'commit' });
  let ms = await page.evaluate(usable);
  while (ms === undefined) {
    await page.waitForTimeout(LOOK_MS);
    ms = await page.evaluate(usable);
  }
  const byThen = bytes;
  await page.waitForTimeout(QUIET_MS);
  await page.close();
  return { context, opened: { ms, scripts: byThen / 1000, later: (bytes - byThen) / 1000 } };
}

/** @type {Map<string, Opened[]>} */
const found = new Map();
/** @param {string} key @param {Opened} opened */
const note = (key, opened) => found.set(key, [...(found.get(key) ?? []), opened]);
for (let repeat = 0; repeat < repeats; repeat += 1) {
  for (const network of NETWORKS) {
    for (const [name, path] of Object.entries(PAGES)) {
      const { context, opened } = await open(undefined, path, network);
      note(`${network}, first, ${name}`, opened);
      note(`${network}, again, ${name}`, (await open(context, path, network)).opened);
      await context.close();
      process.stderr.write('.');
    }
  }
}
process.stderr.write('\n');

/** @param {string} key @param {keyof Opened} part */
const usual = (key, part) =>
  quantile(
    (found.get(key) ?? []).map((opened) => opened[part]),
    0.5,
  );
const all = [...found].map(([key, each]) => [
  key,
  usual(key, 'ms').toFixed(0),
  Math.max(...each.map(({ ms }) => ms)).toFixed(0),
  usual(key, 'scripts').toFixed(1),
  usual(key, 'later').toFixed(1),
]);
table(['', 'usable after ms', 'at worst', 'JavaScript kB by then', 'later'], all.sort());
for (const [network, most] of /** @type {[string, number][]} */ ([
  ['loopback', 900],
  ['slow 4G', 2000],
])) {
  const [ours, bare] = [usual(`${network}, first, ours`, 'ms'), usual(`${network}, first, bare`, 'ms')];
  console.log(`${network}: ours / bare ${(ours / bare).toFixed(1)}x`);
  goal(`${network}, usable after`, ours, most, ' ms');
}
goal('JavaScript by then', usual('loopback, first, ours', 'scripts'), 130, ' kB');

await browser.close();
await server.stop();
await model.stop();
await tidy();
process.exit(0);
