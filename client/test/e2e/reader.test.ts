// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { CLIENT_DIR } from './config';
import { pdfOf } from './pdf';

const READER = `${CLIENT_DIR}/reader`;
/** Of scripts before the first words can be tapped, as they are sent; bytes. */
const FIRST_LOAD_MAX = 100_000;
/** What colours code, by language. */
const GRAMMAR =
  /\/(?:core|bash|cpp|css|go|java|javascript|json|markdown|python|sql|typescript|xml|yaml|_commonjsHelpers)-/;
const PASSWORD = 'ein Wort 密码';
const PAGES = [['Annual report 2025', 'The company makes lifts.'], ['Revenue rose by 12 percent to 342 million.']];
const ANSWER =
  '公司营收增长 **12%**[2]，造的是电梯[1]。\n\n```ts\nconst revenue = 342;\n```\n\n| 年 | 营收 |\n| - | - |\n| 2025 | 342 |';

interface Shared {
  id: string;
  url: string;
}

let servers: Servers;
let browser: Browser;
/** The owner's page, where the topic was written. */
let owner: Page;
let token = '';
let topicId = '';

beforeAll(async () => {
  servers = await startServers({ settings: { CLIENT_DIR } });
  browser = await openBrowser();
  owner = await asked();
  token = await owner.evaluate(
    () => (JSON.parse(localStorage.getItem('account.session') ?? '') as { data: { token: string } }).data.token,
  );
  const { items } = (await api('GET', '/api/topics')) as { items: { id: string }[] };
  topicId = items[0]?.id ?? '';
});
afterAll(async () => {
  await browser.close();
  await servers.close();
});

async function asked(): Promise<Page> {
  await servers.plan({ text: ANSWER });
  const context = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(servers.origin);
  await page.getByLabel('添加照片或文件').click();
  const chooser = page.waitForEvent('filechooser');
  await page.locator('.ui-menu-item', { hasText: '文件' }).first().click();
  await (await chooser).setFiles({ name: '年报.pdf', mimeType: 'application/pdf', buffer: pdfOf(PAGES) });
  await page.locator('.attached-chip').waitFor();
  await page.locator('textarea').first().fill('去年怎么样？');
  await page.locator('.composer .is-solid[aria-disabled="false"]').waitFor();
  await page.getByLabel('发送').click();
  await page.getByText('AI 生成').waitFor();
  return page;
}

async function api(method: string, path: string, body?: object): Promise<unknown> {
  const reply = await fetch(servers.origin + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(reply.ok, `${method} ${path}: ${reply.status}`).toBe(true);
  return reply.status === 204 ? undefined : reply.json();
}

const share = async (request: object = {}): Promise<Shared> =>
  ((await api('POST', `/api/topics/${topicId}/shares`, request)) as { share: Shared }).share;

/** Somebody who has never been here opens the link. */
async function opened(url: string, options: Parameters<Browser['newContext']>[0] = {}) {
  const context: BrowserContext = await browser.newContext({ ...PHONE, locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(url);
  return { context, page, requests, problems };
}

describe('the built page', () => {
  const html = (): string => readFileSync(`${READER}/index.html`, 'utf8');
  const scripts = (): string[] =>
    [...html().matchAll(/(?:src|href)="\/reader\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);

  it('loads little before it shows a share', () => {
    const bytes = scripts().reduce((sum, path) => sum + gzipSync(readFileSync(`${READER}/${path}`)).length, 0);
    expect(scripts().length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(FIRST_LOAD_MAX);
    expect(html().match(/rel="stylesheet"/g)).toHaveLength(1);
  });

  it('has nothing of uni, of the chat, and nothing early that is wanted late', () => {
    const all = readdirSync(`${READER}/assets`).filter((name) => name.endsWith('.js'));
    const found = all.filter((name) =>
      // The way of mini-programs to fetch a picture is there by its name, and never gone.
      /\buni\.(?!downloadFile)[a-z]|defineStore|__uniConfig|chat\.threads/.test(
        readFileSync(`${READER}/assets/${name}`, 'utf8'),
      ),
    );
    expect(found).toEqual([]);
    const early = scripts()
      .map((path) => readFileSync(`${READER}/${path}`, 'utf8'))
      .join('');
    expect(/EIO=|beginKeywords|evidence-sentence/.exec(early)?.[0]).toBeUndefined();
  });

  it('is filled in by the server', () => {
    for (const mark of ['<!--head-->', '<!--content-->', '<!--data-->']) expect(html()).toContain(mark);
  });
});

describe('a share in a browser', () => {
  it('is read by somebody who was never here, without a session or the chat', async () => {
    const { url } = await share();
    const { context, page, requests, problems } = await opened(url);
    await page.locator('.md-cite').first().waitFor();
    await page.getByText('去年怎么样？').first().waitFor();
    expect(await page.title()).toContain('话题');
    expect(await page.locator('meta[property="og:title"]').getAttribute('content')).toBeTruthy();
    expect(await page.locator('meta[name="robots"]').getAttribute('content')).toContain('noindex');
    await expect.poll(() => requests.some((path) => path.endsWith('/views'))).toBe(true);
    expect(requests.filter((path) => path.startsWith('/api/sessions') || path.startsWith('/assets/'))).toEqual([]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('asks for no more than its first words need', async () => {
    const { url } = await share();
    const { context, page, requests } = await opened(url);
    await page.locator('.md-cite').first().waitFor();
    await page.waitForLoadState('networkidle');
    const loaded = requests.filter((path) => /^\/reader\/assets\/.+\.js$/.test(path));
    const bytes = loaded.reduce((sum, path) => sum + gzipSync(readFileSync(CLIENT_DIR + path)).length, 0);
    expect(loaded.filter((path) => /EvidenceSheet|ReportSheet|LivePart/.test(path))).toEqual([]);
    // Grammars colour the code of this answer, and come after its words.
    const grammars = loaded.filter((path) => GRAMMAR.test(path));
    const later = grammars.reduce((sum, path) => sum + gzipSync(readFileSync(CLIENT_DIR + path)).length, 0);
    expect(bytes - later).toBeLessThan(FIRST_LOAD_MAX);
    expect(await page.getByText('内容由 AI 生成').count()).toBe(1);
    await context.close();
  });

  it('has its words before any script runs', async () => {
    const { url } = await share();
    const { context, page } = await opened(url, { javaScriptEnabled: false });
    await page.getByText('公司营收增长').first().waitFor();
    await page.getByText('去年怎么样？').first().waitFor();
    await context.close();
  });

  it('shows what a mark cites, with its words, in the dark as well', async () => {
    const { url } = await share();
    const { context, page, problems } = await opened(url, { colorScheme: 'dark' });
    await page.locator('.md-cite').first().click();
    await page.locator('.evidence').getByText('Revenue rose by 12 percent').waitFor();
    await page.locator('.ui-sheet.is-shown').waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(19, 20, 22)');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('is gone once it was taken back', async () => {
    const { id, url } = await share();
    const { context, page } = await opened(url);
    await page.locator('.md-cite').first().waitFor();
    await api('DELETE', `/api/shares/${id}`);
    await page.reload();
    await page.getByText('这个分享打不开了').first().waitFor();
    expect(await page.getByText('公司营收增长').count()).toBe(0);
    await context.close();
  });

  it('tells nothing before its password, and opens again in the same tab', async () => {
    const { url } = await share({ password: PASSWORD });
    const { context, page, requests, problems } = await opened(url);
    const field = page.locator('input');
    await field.waitFor();
    expect(requests.filter((path) => path.startsWith('/api/'))).toEqual([]);
    expect(problems).toEqual([]);
    expect(await page.content()).not.toContain('去年怎么样');
    await field.fill('wrong word');
    await page.getByText('打开', { exact: true }).click();
    await page.getByRole('alert').waitFor();
    await field.fill(PASSWORD);
    await field.press('Enter');
    await page.locator('.md-cite').first().waitFor();
    await page.reload();
    await page.locator('.md-cite').first().waitFor();
    await page.getByText('接着这个话题聊').click();
    await page.getByLabel('输入问题').waitFor();
    await page.getByText('去年怎么样？').first().waitFor();
    expect(page.url()).not.toContain('fork=');
    await context.close();
  });

  it('is gone on with in the chat', async () => {
    const { url } = await share();
    const { context, page } = await opened(url);
    await page.getByText('接着这个话题聊').click();
    await page.getByLabel('输入问题').waitFor();
    await page.locator('.md-cite').first().waitFor();
    expect(page.url()).toContain('/pages/chat/index');
    await context.close();
  });

  it('is what the links of earlier days lead to', async () => {
    const { id } = await share();
    const { context, page } = await opened(`${servers.origin}/#/pages/share/index?id=${id}`);
    await page.locator('.reader .md-cite').first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`/s/${id}`);
    await context.close();
  });

  it('is drawn when its own button prints it', async () => {
    const { url } = await share();
    const { context, page } = await opened(url);
    await page.locator('.md-cite').first().waitFor();
    await page.evaluate(() => {
      window.print = () => {
        document.body.dataset.printed = document.querySelector('.print')?.textContent ?? '';
      };
    });
    await page.getByLabel('打印或存为 PDF').click();
    await expect.poll(() => page.evaluate(() => document.body.dataset.printed)).toContain('const revenue = 342;');
    // Nothing came of it: the page is as it was.
    await expect.poll(() => page.locator('.print').count(), { timeout: 30_000 }).toBe(0);
    await context.close();
  });

  it('is printed with its label, its sources and a title that says so', async () => {
    const { url } = await share();
    const { context, page } = await opened(url, { colorScheme: 'dark' });
    await page.locator('.md-cite').first().waitFor();
    const before = await page.title();
    const pdf = await getDocument({ data: new Uint8Array(await page.pdf({ format: 'A4' })), useSystemFonts: true })
      .promise;
    const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, at) => pdf.getPage(at + 1)));
    const items = (await Promise.all(pages.map((each) => each.getTextContent()))).flatMap((content) => content.items);
    const text = items
      .map((item) => ('str' in item ? item.str : ''))
      .join('')
      .normalize('NFKC');
    const { info } = await pdf.getMetadata();
    expect((info as { Title?: string }).Title).toContain('AI 生成');
    expect(text).toContain('内容由 AI 生成');
    expect(text).toMatch(/\[1\]\s*年报\s*\.pdf/);
    expect(text).toContain('const revenue = 342;');
    expect(text).not.toContain('接着这个话题聊');
    await expect.poll(() => page.title()).toBe(before);
    await context.close();
  });
});
