/**
 * What opening a topic of 10,000 messages costs a phone, an answer of 100,000 characters among them: how long after its messages came
 * its end is in sight, the longest task, rows and elements drawn, memory; then the same while it is scrolled up. On a processor four
 * times slower, beside a page that draws every message. `node bench/long-topic.mjs [rounds] [repeats]`
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { goal, quantile, table } from './lib/figures.mjs';
import { opened, watchOpening } from './lib/opened.mjs';
import { openBrowser, spent, tasks, visit } from './lib/phone.mjs';
import { folder, start, startServer, tidy } from './lib/processes.mjs';

const rounds = Number(process.argv[2] ?? 5000);
const repeats = Number(process.argv[3] ?? 3);
const LOOK_MS = 100;
/** Read upwards: so many turns of the wheel, of so many px each, one each so many ms. */
const TURNS = { count: 150, px: 400, ms: 33 };
const QUIET_MS = 2000;
const OURS = { list: '#messages', rows: '#messages-rows', data: '/messages', last: `第 ${rounds} 问` };
const ALL = { list: '.messages', rows: '.rows', data: '/bench/messages.json', last: `第 ${rounds} 问` };

const database = `sqlite:${join(await folder(), 'huati.db')}`;
process.env.DATABASE_URL = database;
const model = await start('bench/lib/writing-model.mjs', {}, /listening on (\S+)/);
const server = await startServer(model.found);
const browser = await openBrowser();

/** A reader who has the topic: their sign-in, its address, and its messages as the server has them. */
async function seeded() {
  const { context, page } = await visit(browser);
  const asked = page.waitForRequest((request) => request.headers().authorization !== undefined);
  await page.goto(server.url);
  const headers = { authorization: (await asked).headers().authorization ?? '' };
  const me = await (await fetch(`${server.url}/api/me`, { headers })).json();
  const args = ['--import', 'tsx', 'bff/test/seed-long-topic.ts', database, me.id, String(rounds), 'huge'];
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const topic = (await promisify(execFile)(process.execPath, args, { cwd })).stdout.trim();
  /** @type {{ id: string, text: string }[]} */
  let messages = [];
  for (let cursor = ''; ;) {
    const from = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const reply = await fetch(`${server.url}/api/topics/${topic}/messages${from}`, { headers });
    const { items, nextCursor } = await reply.json();
    messages = [
      ...items.map((/** @type {{ id: string, text: string }} */ { id, text }) => ({ id, text })),
      ...messages,
    ];
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  await page.close();
  return { context, url: `${server.url}/?topic=${topic}`, messages };
}

const { context, url, messages } = await seeded();
const require = createRequire(import.meta.url);
/** @type {Record<string, () => Promise<string>>} */
const FILES = {
  'all-rows.html': () => readFile(new URL('baselines/all-rows.html', import.meta.url), 'utf8'),
  'vue.js': () => readFile(require.resolve('vue/dist/vue.global.prod.js'), 'utf8'),
  'markdown-it.js': () => readFile(require.resolve('markdown-it/dist/markdown-it.min.js'), 'utf8'),
  'messages.json': () => Promise.resolve(JSON.stringify(messages)),
};

/** @typedef {{ open: number, longest: number, rows: number, nodes: number, heap: number, scroll: number, most: number }} Cost */

/** @param {string} at @param {typeof OURS} names @param {typeof context} [known] @returns {Promise<Cost>} */
async function cost(at, names, known) {
  const { page, cdp } = await visit(browser, { context: known });
  page.setDefaultTimeout(0);
  await page.route('**/bench/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').pop() ?? '';
    const contentType = name.endsWith('.html') ? 'text/html' : name.endsWith('.json') ? 'application/json' : undefined;
    await route.fulfill({ body: (await FILES[name]?.()) ?? '', ...(contentType && { contentType }) });
  });
  await page.addInitScript(watchOpening, names);
  const opening = await tasks(browser, page);
  await page.goto(at, { waitUntil: 'commit' });
  let open = await page.evaluate(opened);
  while (open === undefined) {
    await page.waitForTimeout(LOOK_MS);
    open = await page.evaluate(opened);
  }
  await page.waitForTimeout(QUIET_MS);
  const longest = Math.max(...(await opening()));
  await cdp.send('HeapProfiler.collectGarbage');
  const { heap, nodes } = await spent(cdp);
  const count = () => page.locator(`${names.rows} > *`).count();
  const rows = await count();
  const scrolling = await tasks(browser, page);
  await page.mouse.move(200, 400);
  let most = rows;
  for (let turn = 0; turn < TURNS.count; turn += 1) {
    await page.mouse.wheel(0, -TURNS.px);
    await page.waitForTimeout(TURNS.ms);
    if (turn % 10 === 0) most = Math.max(most, await count());
  }
  const scroll = Math.max(...(await scrolling()));
  await page.close();
  return { open, longest, rows, nodes, heap: heap / 1e6, scroll, most };
}

/** @type {Record<'ours' | 'all rows', Cost[]>} */
const found = { ours: [], 'all rows': [] };
for (let repeat = 0; repeat < repeats; repeat += 1) {
  found.ours.push(await cost(url, OURS, context));
  found['all rows'].push(await cost(`${server.url}/bench/all-rows.html`, ALL));
  process.stderr.write('.');
}
process.stderr.write('\n');

/** @param {Cost[]} costs @param {keyof Cost} part */
const usual = (costs, part) =>
  quantile(
    costs.map((one) => one[part]),
    0.5,
  );
/** @type {(keyof Cost)[]} */
const PARTS = ['open', 'longest', 'rows', 'nodes', 'heap', 'scroll', 'most'];
console.log(`${messages.length} messages, ${(JSON.stringify(messages).length / 1e6).toFixed(1)} MB`);
table(
  ['', 'open after ms', 'longest task ms', 'rows', 'nodes', 'heap MB', 'longest, scrolling ms', 'rows at most'],
  Object.entries(found).map(([name, costs]) => [name, ...PARTS.map((part) => usual(costs, part).toFixed(0))]),
);
goal('in sight after its messages came', usual(found.ours, 'open'), 500, ' ms');
goal('rows at most', usual(found.ours, 'most'), 70, '');

await browser.close();
await server.stop();
await model.stop();
await tidy();
process.exit(0);
