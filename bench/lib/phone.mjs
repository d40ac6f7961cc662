/** Chromium as a phone of the middle class: its screen, and a processor four times slower. Debian's, or CHROMIUM. */
import { chromium } from 'playwright-core';

const SCREEN = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const SLOWER = 4;

/** @returns {Promise<import('playwright-core').Browser>} one that reaches nothing but this machine */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      // A page that is made up here may talk to the server of this machine as its own pages do.
      '--disable-features=LocalNetworkAccessChecks',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
}

/**
 * A page on a slower processor, with the DevTools session of it: of a new visitor, or of the one whose context is given.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {{ context?: import('playwright-core').BrowserContext | undefined }} [options]
 */
export async function visit(browser, { context } = {}) {
  const known = context ?? (await browser.newContext({ ...SCREEN, locale: 'zh-CN' }));
  const page = await known.newPage();
  const cdp = await known.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return { context: known, page, cdp };
}

/** Puts a page behind slow 4G: 1.6 Mbit/s down, half of that up, 150 ms. @param {import('playwright-core').CDPSession} cdp */
export function slow4g(cdp) {
  const downloadThroughput = 1.6e6 / 8;
  const uploadThroughput = downloadThroughput / 2;
  const conditions = { offline: false, latency: 150, downloadThroughput, uploadThroughput };
  return cdp.send('Network.emulateNetworkConditions', conditions);
}

/**
 * What the page's main thread has done so far, in ms of its processor, and what it holds.
 *
 * @param {import('playwright-core').CDPSession} cdp
 */
export async function spent(cdp) {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    task: of('TaskDuration') * 1000,
    layout: of('LayoutDuration') * 1000,
    style: of('RecalcStyleDuration') * 1000,
    nodes: of('Nodes'),
    heap: of('JSHeapUsedSize'),
  };
}

/**
 * Notes every task of the page's main thread until the function given is called, which gives the processor's time of each, ms.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').Page} page
 */
export async function tasks(browser, page) {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  return async () => {
    const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
    const ran = /** @type {TraceEvent[]} */ (traceEvents).filter(({ ph, name }) => ph === 'X' && RUN_TASK.test(name));
    const main = busiest(ran, mainThreads(traceEvents));
    return ran.filter((task) => threadOf(task) === main).map(({ tdur = 0 }) => tdur / 1000);
  };
}

const RUN_TASK = /RunTask$/;
/** @typedef {{ ph: string, name: string, pid: number, tid: number, tdur?: number, args?: { name?: string } }} TraceEvent */

/** @param {TraceEvent} event */
const threadOf = ({ pid, tid }) => `${pid}.${tid}`;

/** @param {TraceEvent[]} events @returns {string[]} */
const mainThreads = (events) =>
  events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf);

/** The one of the page that does something: others idle. @param {TraceEvent[]} ran @param {string[]} threads */
function busiest(ran, threads) {
  const total = (/** @type {string} */ thread) =>
    ran.filter((task) => threadOf(task) === thread).reduce((sum, { tdur = 0 }) => sum + tdur, 0);
  return threads.sort((a, b) => total(b) - total(a))[0];
}
