import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startGraphRagServer, type GraphRagServer } from '@huati/local/graphrag';
import { startModelServer, type ModelServer } from '@huati/local/model';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { knownAbout, writer, type Written } from './hostile';
import { auditOf, watch, type Watched } from './page-audit';
import { CORPUS } from './xss-corpus';

const CLIENT_DIR = fileURLToPath(new URL('../../dist/build/h5', import.meta.url));
/** So many are looked at in one test, so that a failure names few, and so many at once. */
const PART = 28;
const AT_ONCE = 3;
const parts = Array.from({ length: Math.ceil(CORPUS.length / PART) }, (_, part) => part * PART);

let servers: Servers;
let model: ModelServer;
let graph: GraphRagServer;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  graph = await startGraphRagServer();
  graph.planRetrieval({ answer: knownAbout });
  model = await startModelServer({
    plan: { answer: (question) => `${payloadOf(question)}\n\n一[1]，二[2]，三[3]，四[4]。` },
  });
  const settings = {
    CLIENT_DIR,
    LLM_BASE_URL: `${model.url}/v1`,
    LLM_TITLES: 'off',
    LLM_SUGGESTIONS: 'off',
    LLM_TOOLS: 'off',
    RAG_URL: graph.url,
    RAG_REWRITE: 'off',
    UPLOADS_PER_MINUTE: '0',
    REQUESTS_PER_MINUTE: '0',
  };
  servers = await startServers({ settings });
  browser = await openBrowser();
  context = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
});
afterAll(async () => {
  await browser.close();
  await servers.close();
  await Promise.all([model.close(), graph.close()]);
});

/** Which payload a question is about. */
function payloadOf(question: string): string {
  return CORPUS[Number(/^#(\d+)/.exec(question)?.[1])] ?? '';
}

/** Taps the first mark of a source, and goes through up to `count` sources in the sheet. */
async function openSources(page: Page, count: number): Promise<void> {
  await page.locator('.md-cite').first().click();
  await page.locator('.evidence').waitFor();
  for (let n = 1; n < count; n += 1) {
    expect(await auditOf(page)).toEqual([]);
    await page.getByLabel('下一处来源').click();
  }
}

async function each(written: readonly Written[], look: (one: Written) => Promise<void>): Promise<void> {
  for (let at = 0; at < written.length; at += AT_ONCE) await Promise.all(written.slice(at, at + AT_ONCE).map(look));
}

/** Nothing ran, nothing was asked of anybody else, and nothing stands in the page that could. */
async function expectHarmless(page: Page, watched: Watched, address: string): Promise<void> {
  expect(await auditOf(page)).toEqual([]);
  expect(watched.trouble).toEqual([]);
  expect(page.url()).toBe(address);
}

describe.each(parts)('of the texts that try to be more than text, from the %dth on', (from) => {
  const texts = CORPUS.slice(from, from + PART);
  // Nobody makes as many shares in a minute as there are texts.
  const device = `hostile-${randomUUID()}`;
  const written: Written[] = [];
  beforeAll(async () => {
    const write = await writer(servers.origin, device);
    for (const [at, payload] of texts.entries()) written.push(await write(payload, from + at));
  });

  it('none does anything on the page of a share', async () => {
    await each(written, async ({ shareId }) => {
      const page = await context.newPage();
      const watched = await watch(page, servers.origin);
      const address = `${servers.origin}/s/${shareId}`;
      await page.goto(address);
      await page.locator('.md-cite').first().waitFor();
      await expectHarmless(page, watched, address);
      await openSources(page, 4);
      await expectHarmless(page, watched, address);
      await page.close();
    });
  });

  it('none does anything without a script, as those see it that show links', async () => {
    const still = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
    await each(written, async ({ shareId, payload }) => {
      const page = await still.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(`${servers.origin}/s/${shareId}`);
      // The question stands there as it was written, but for signs that nobody sees.
      const seen = (await page.locator('#app').innerText()).replace(/\s+/g, '');
      expect(seen).toContain(payload.split('\n', 1)[0]?.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ''));
      expect(asked.filter((url) => !url.startsWith(servers.origin))).toEqual([]);
      await page.close();
    });
    await still.close();
  });

  it.each(['share/index?stay=1&id=', 'chat/index?topic='])('none does anything in the app, at %s', async (path) => {
    const app = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
    await app.addInitScript((id) => localStorage.setItem('account.deviceId', id), device);
    await each(written, async ({ shareId, topicId }) => {
      const page = await app.newPage();
      const watched = await watch(page, servers.origin);
      const address = `${servers.origin}/#/pages/${path}${path.startsWith('share') ? shareId : topicId}`;
      await page.goto(address);
      await page.locator('.md-cite').first().waitFor();
      await openSources(page, 1);
      await expectHarmless(page, watched, page.url());
      await page.close();
    });
    await app.close();
  });
});

it('what does something is noticed', async () => {
  const write = await writer(servers.origin, `harmless-${randomUUID()}`);
  const { shareId } = await write('一', CORPUS.length);
  const page = await context.newPage();
  const watched = await watch(page, servers.origin);
  await page.goto(`${servers.origin}/s/${shareId}`);
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
