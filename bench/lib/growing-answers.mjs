/** An answer that grows in a page, and what that costs the page. */
import { readFile } from 'node:fs/promises';
import { mark } from './markdown.mjs';
import { spent, tasks, visit } from './phone.mjs';
import { takeSeen, unitsShown, watchMarks } from './seen.mjs';

/** What comes while it is measured. */
export const TOKENS = 150;
/** Until what is there is drawn, and until what came last is; ms. */
const SETTLE_MS = 1500;
const LAST_MS = 400;
/** So long it is seen what the page does while nothing comes, ms. */
const REST_MS = 1000;
/** A frame that takes more than so many of a screen's 60 a second was left out once. */
const FRAME_MS = 1000 / 60;
const LATE = 1.5;

const SCRIPTS = {
  '/bench/vue.js': 'vue/dist/vue.global.prod.js',
  '/bench/socket.io.js': 'socket.io-client/dist/socket.io.min.js',
  '/bench/markdown-it.js': 'markdown-it/dist/markdown-it.min.js',
};
/** The page to compare with, by path. @type {Record<string, Buffer>} */
const baseline = { '/bench/': await readFile(new URL('../baselines/v-html.html', import.meta.url)) };
for (const [path, file] of Object.entries(SCRIPTS))
  baseline[path] = await readFile(new URL(`../../node_modules/${file}`, import.meta.url));

/**
 * Measures a page: ours, of the server at `url`, or `v-html`, over the relay at `relay`, both with the model at `model`. `cost`: the main thread's ms for each token and
 * at rest, its longest task, what it holds; `delay`: how long after the model the tokens come and are painted, ms.
 *
 * @param {import('playwright-core').Browser} browser @param {{ url: string, relay: string, model: string }} at
 */
export function growingAnswers(browser, { url, relay, model }) {
  /**
   * A page at which an answer stands that waits to be gone on with.
   *
   * @param {string} name of the page @param {string} kind @param {number} at @param {boolean} marked
   */
  async function standing(name, kind, at, marked) {
    const { context, page, cdp } = await visit(browser);
    await context.route(`${relay}/bench/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      const kindOf = pathname.endsWith('.js') ? 'javascript' : 'html';
      return route.fulfill({ body: baseline[pathname] ?? '', contentType: `text/${kindOf}; charset=utf-8` });
    });
    if (marked) await page.addInitScript(watchMarks, { firstMark: mark(0).codePointAt(0) ?? 0, marks: TOKENS });
    await page.goto(name === 'ours' ? url : `${relay}/bench/`);
    const field = page.locator('textarea').first();
    await field.fill(`bench ${kind} ${at} ${TOKENS} ${marked ? 1 : 0}`);
    await page.getByLabel('发送').tap();
    await (await fetch(`${model}/standing`)).text();
    await settled(page);
    await page.waitForTimeout(SETTLE_MS);
    return { context, page, cdp };
  }

  async function go() {
    const left = await (await fetch(`${model}/go`)).json();
    return /** @type {Record<string, number>} when each mark left */ (left);
  }
  const end = async () => (await fetch(`${model}/end`)).text();

  /** @param {string} name @param {string} kind @param {number} at */
  async function cost(name, kind, at) {
    const { context, page, cdp } = await standing(name, kind, at, false);
    const still = await spent(cdp);
    await page.waitForTimeout(REST_MS);
    const rested = await spent(cdp);
    const stop = await tasks(browser, page);
    const before = await spent(cdp);
    await go();
    await settled(page);
    const after = await spent(cdp);
    const writing = await stop();
    const stopEnd = await tasks(browser, page);
    await end();
    await page.waitForTimeout(SETTLE_MS);
    const ending = await stopEnd();
    await cdp.send('HeapProfiler.collectGarbage');
    const { nodes, heap } = await spent(cdp);
    await context.close();
    const each = (/** @type {'task' | 'layout' | 'style'} */ part) => (after[part] - before[part]) / TOKENS;
    return {
      task: each('task'),
      layout: each('layout'),
      rest: (rested.task - still.task) / (REST_MS / 1000),
      style: each('style'),
      longest: Math.max(0, ...writing),
      ending: Math.max(0, ...ending),
      nodes,
      heap: heap / 1e6,
    };
  }

  /** @param {string} name @param {string} kind @param {number} at */
  async function delay(name, kind, at) {
    const { context, page } = await standing(name, kind, at, true);
    await page.evaluate(takeSeen);
    await page.waitForTimeout(REST_MS);
    const resting = lateShare((await page.evaluate(takeSeen)).frames);
    const left = await go();
    await settled(page);
    const { came, painted, frames } = await page.evaluate(takeSeen);
    await end();
    await context.close();
    const [delays, travels] = [painted, came].map((there) =>
      Object.entries(left).map(([n, at]) => (there[n] ?? Infinity) - at),
    );
    return { delays: delays ?? [], travels: travels ?? [], late: lateShare(frames), resting };
  }

  return { cost, delay };
}

/**
 * Waits until something is shown, and all that came: a page that cannot keep up goes on for a while.
 *
 * @param {import('playwright-core').Page} page
 */
async function settled(page) {
  for (let last = -1, now = 0; now !== last || now === 0;) {
    last = now;
    await page.waitForTimeout(LAST_MS);
    now = await page.evaluate(unitsShown);
  }
}

/** Of the frames that a screen would have shown, those that were not made, in per cent. @param {number[]} frames */
function lateShare(frames) {
  const gaps = frames.slice(1).map((at, n) => at - (frames[n] ?? at));
  const lost = gaps.filter((gap) => gap > LATE * FRAME_MS).map((gap) => Math.round(gap / FRAME_MS) - 1);
  const lostCount = lost.reduce((sum, each) => sum + each, 0);
  return (100 * lostCount) / Math.max(1, gaps.length + lostCount);
}
