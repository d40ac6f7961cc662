import { randomUUID } from 'node:crypto';
import { startGraphRagServer, type GraphRagServer } from '@huati/local/graphrag';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { CLIENT_DIR } from './config';
import { knownAbout, writer, type Written } from './hostile';
import { auditOf, watch, type Watched } from './page-audit';
import { CORPUS } from './xss-corpus';

/** So many texts are in one round: few, so that none hides behind another, and a failure names few. */
const TOGETHER = 6;
/** The chat shows so many rounds at once that all of them are there. */
const IN_CHAT = 8;
/** So many rounds are written by one guest: nobody makes as many shares in a minute as there are texts. */
const OF_ONE = 3;
const AT_ONCE = 3;
const QUICKLY = { tokensPerSecond: 20_000 };
const groups = Array.from({ length: Math.ceil(CORPUS.length / TOGETHER) }, (_, at) =>
  CORPUS.slice(at * TOGETHER, (at + 1) * TOGETHER),
);
/** The file, the passage of each text, and the path. */
const SOURCES = 2 * TOGETHER + 1;
const MARKS = Array.from({ length: SOURCES }, (_, at) => `源[${at + 1}]`).join('，');

let servers: Servers;
let graph: GraphRagServer;
let browser: Browser;
let context: BrowserContext;
const written: Written[] = [];
beforeAll(async () => {
  graph = await startGraphRagServer();
  const settings = {
    CLIENT_DIR,
    LLM_TITLES: 'off',
    LLM_SUGGESTIONS: 'off',
    LLM_TOOLS: 'off',
    RAG_URL: graph.url,
    RAG_REWRITE: 'off',
    RAG_TOP_K: '20',
    UPLOADS_PER_MINUTE: '0',
    REQUESTS_PER_MINUTE: '0',
  };
  servers = await startServers({ settings });
  browser = await openBrowser();
  context = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
  for (let from = 0; from < groups.length; from += OF_ONE) {
    const guest = await writer(servers.origin, `hostile-${randomUUID()}`);
    for (const [at, payloads] of groups.slice(from, from + OF_ONE).entries()) {
      graph.planRetrieval({ answer: () => knownAbout(payloads.map((payload) => payload.slice(0, 300))) });
      await servers.plan({ text: `${payloads.join('\n\n')}\n\n${MARKS}。`, ...QUICKLY });
      written.push(await guest.shared(`#${from + at}`, payloads));
    }
    guest.close();
  }
});
afterAll(async () => {
  await browser.close();
  await servers.close();
  await graph.close();
});

/** Taps the first mark of a source, and looks at each source in the sheet. Out: how many there were. */
async function lookAtSources(page: Page): Promise<number> {
  await page.locator('.md-cite').first().click();
  await page.locator('.evidence').waitFor();
  const numbers = new Set<string>();
  for (let n = 0; n < SOURCES; n += 1) {
    numbers.add(await page.locator('.evidence-number').innerText());
    expect(await auditOf(page)).toEqual([]);
    await page.getByLabel('下一处来源').dispatchEvent('click');
  }
  return numbers.size;
}

/** The rows of the answers that are drawn in the chat, which is scrolled up a little then. */
function answersUpward(page: Page): Promise<string[]> {
  return page.locator('.answer-label').evaluateAll((labels) => {
    labels[0]?.closest('[data-scroll-y]')?.scrollBy(0, -500);
    return labels.map((label) => label.closest('[id]')?.id ?? '');
  });
}

async function each(look: (one: Written) => Promise<void>): Promise<void> {
  for (let at = 0; at < written.length; at += AT_ONCE) await Promise.all(written.slice(at, at + AT_ONCE).map(look));
}

/** Nothing ran, nothing was asked of anybody else, and nothing stands in the page that could. */
async function expectHarmless(page: Page, watched: Watched, address: string): Promise<void> {
  expect(await auditOf(page)).toEqual([]);
  expect(watched.trouble).toEqual([]);
  expect(page.url()).toBe(address);
}

/** Text without its blanks, and without signs that nobody sees. */
const bare = (text: string): string => text.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, '');

it('no text does anything on the page of a share, in the titles, names and words of its sources neither', async () => {
  await each(async ({ payloads, shareIds }) => {
    const page = await context.newPage();
    const watched = await watch(page, servers.origin);
    const address = `${servers.origin}/s/${shareIds[0]}`;
    await page.goto(address);
    await page.locator('.md-cite').first().waitFor();
    await expectHarmless(page, watched, address);
    expect(await lookAtSources(page)).toBe(2 * payloads.length + 1);
    await expectHarmless(page, watched, address);
    await page.close();
  });
});

it('no text does anything without a script, in the title neither, as those see it that show links', async () => {
  const still = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
  await each(async ({ payloads, shareIds }) => {
    const page = await still.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const address = (id: string): string => `${servers.origin}/s/${id}`;
    await page.goto(address(shareIds[0] ?? ''));
    // The question stands there as it was written.
    const seen = bare(await page.locator('#app').innerText());
    for (const payload of payloads) expect(seen).toContain(bare(payload));
    for (const [at, id] of shareIds.entries()) {
      await page.setContent(await (await fetch(address(id))).text(), { waitUntil: 'domcontentloaded' });
      expect(await auditOf(page)).toEqual([]);
      const title = bare((await page.locator('#app h1').textContent()) ?? '');
      expect(title).toContain(bare(payloads[at]?.split('\n', 1)[0] ?? '').slice(0, 20));
    }
    expect(asked.filter((url) => !url.startsWith(servers.origin))).toEqual([]);
    await page.close();
  });
  await still.close();
});

it('no text does anything in the chat', async () => {
  const device = `hostile-${randomUUID()}`;
  const guest = await writer(servers.origin, device);
  let topicId: string | undefined;
  const rounds = Math.ceil(CORPUS.length / IN_CHAT);
  for (let at = 0; at < rounds; at += 1) {
    const text = CORPUS.slice(at * IN_CHAT, (at + 1) * IN_CHAT).join('\n\n');
    await servers.plan({ text, ...QUICKLY });
    topicId = await guest.asked(text, topicId);
  }
  guest.close();
  const app = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
  // A frame that draws has no origin, and so keeps nothing.
  await app.addInitScript((id) => self.origin !== 'null' && localStorage.setItem('account.deviceId', id), device);
  const page = await app.newPage();
  const watched = await watch(page, servers.origin);
  await page.goto(`${servers.origin}/#/pages/chat/index?topic=${topicId}`);
  await page.locator('.answer-label').first().waitFor();
  // Only what is seen is drawn: from the last round up to the first.
  const seen = new Set<string>();
  const upward = async (): Promise<number> => {
    for (const id of await answersUpward(page)) seen.add(id);
    expect(await auditOf(page)).toEqual([]);
    return seen.size;
  };
  await expect.poll(upward, { timeout: 90_000, interval: 100 }).toBe(rounds);
  await expectHarmless(page, watched, page.url());
  await app.close();
});

it('what does something is noticed', async () => {
  const page = await context.newPage();
  const watched = await watch(page, servers.origin);
  await page.goto(`${servers.origin}/s/${written[0]?.shareIds[0]}`);
  await page.locator('.md-cite').first().waitFor();
  await page.evaluate(() => {
    const html = '<img src="x" onerror="window.__pwned=1"><iframe></iframe><a href="javascript:1">x</a>';
    document.body.insertAdjacentHTML('beforeend', html);
    document.body.append(Object.assign(new Image(), { src: 'http://evil.example/pixel.png' }));
    window.alert('x');
  });
  const about = [/^refused: script-src-attr/, /^refused: img-src/, /^tag: iframe/, /IMG onerror=/, /A href=javascript/];
  for (const what of about) {
    await expect.poll(() => auditOf(page)).toContainEqual(expect.stringMatching(what));
  }
  expect(watched.trouble.join('\n')).toContain('dialog: x');
  await page.close();
});
