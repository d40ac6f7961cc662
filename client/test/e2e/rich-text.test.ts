import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { CLIENT_DIR } from './config';
import { writer } from './hostile';

/** A red square of one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const DIAGRAM = '```mermaid\nflowchart TD\n  A[开始] --> B[结束]\n```';
const ANSWER = [
  '质能方程 $E = mc^2$，价格 $5 和 $6，错的 $\\nosuch{x}$。',
  '$$\n\\int_0^1 x\\,dx = \\frac{1}{2}\n$$',
  DIAGRAM,
  '```echarts\n{"title":{"text":"销量"},"xAxis":{"type":"category","data":["一","二"]},"yAxis":{},"series":[{"type":"bar","data":[1,2]}]}\n```',
  `长的 $\\underbrace{${'a_1 x'.repeat(30)}}_{n}$ 在一行里`,
  '```mermaid\nthis is no diagram\n```',
  `![红点](data:image/png;base64,${PIXEL})`,
  '[别处](https://xn--fsqu00a.example/a?b=1) 与 <https://plain.example/>',
].join('\n\n');

let servers: Servers;
let browser: Browser;
let page: Page;
const problems: string[] = [];
const outside: string[] = [];

/** Fills with what the console of a page complains of, and with what is asked of other hosts. */
async function opened(address: string): Promise<Page> {
  const context = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
  const made = await context.newPage();
  made.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  made.on('pageerror', (error) => problems.push(error.message));
  context.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(servers.origin)) outside.push(request.url());
  });
  await made.goto(address);
  return made;
}

beforeAll(async () => {
  const settings = { CLIENT_DIR, LLM_TITLES: 'off', LLM_SUGGESTIONS: 'off', LLM_TOOLS: 'off', RAG_KIND: 'none' };
  servers = await startServers({ settings });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await servers.close();
});

describe.each(['the chat', 'a share'])('in %s', (place) => {
  beforeAll(async () => {
    // For one answer each.
    await servers.plan({ text: ANSWER, tokensPerSecond: 20_000 });
    if (place === 'a share') {
      const guest = await writer(servers.origin, `rich-${randomUUID()}`);
      const { shareIds } = await guest.shared('来点内容', ['分享']);
      guest.close();
      page = await opened(`${servers.origin}/s/${shareIds[0] ?? ''}`);
    } else {
      page = await opened(servers.origin);
      await page.getByRole('textbox', { name: '输入问题' }).fill('来点内容');
      await page.getByLabel('发送').click();
    }
  });

  it('sets formulas, leaves prices, and shows the source of what is no TeX', async () => {
    await page.locator('.md-math.is-set .katex').nth(2).waitFor();
    expect(await page.locator('.md-math.is-set').count()).toBe(3);
    expect(await page.locator('.md-math.is-failed').textContent()).toBe('$\\nosuch{x}$');
    expect(await page.locator('.prose p').first().textContent()).toContain('价格 $5 和 $6');
    expect(await page.locator('.md-math math').count()).toBe(3);
    const family = await page
      .locator('.katex')
      .first()
      .evaluate((element) => getComputedStyle(element).fontFamily);
    expect(family).toContain('KaTeX_Main');
    expect(await page.evaluate(() => document.fonts.check('16px KaTeX_Main'))).toBe(true);
  });

  it('draws diagrams as pictures, in a frame without an origin; what cannot be drawn is code', async () => {
    const pictures = page.locator('.md-diagram-picture');
    for (const at of [0, 1]) {
      await page.locator('.md-diagram').nth(at).scrollIntoViewIfNeeded();
      await pictures.nth(at).waitFor({ timeout: 40_000 });
    }
    const sources = await pictures.evaluateAll((all) => all.map((each) => each.getAttribute('src') ?? ''));
    expect(sources.map((source) => source.slice(0, 18))).toEqual(['data:image/svg+xml', 'data:image/svg+xml']);
    expect(decodeURIComponent(sources[0] ?? '')).toContain('开始');
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('allow-scripts');
    expect(page.frames()[1]?.url()).toBe(`${servers.origin}/diagrams/index.html`);
    expect(await page.frames()[1]?.evaluate(() => self.origin)).toBe('null');
    await page.locator('.md-diagram').nth(2).scrollIntoViewIfNeeded();
    await page.getByText('画不出这张图').waitFor();
    expect(await page.locator('.md-diagram').nth(2).textContent()).toContain('this is no diagram');
    await page.getByText('查看源码').first().click();
    expect(await page.locator('.md-diagram').first().textContent()).toContain('A[开始]');
    await page.getByText('查看图形').click();
  });

  it('shows pictures large; Esc and "back" close it, and the focus goes back', async () => {
    const picture = page.getByRole('button', { name: '红点' });
    for (const close of [() => page.keyboard.press('Escape'), () => page.goBack()]) {
      await picture.focus();
      await page.keyboard.press('Enter');
      const viewer = page.getByRole('dialog', { name: '大图' });
      await viewer.waitFor();
      expect(await viewer.getByRole('button', { name: '关闭' }).count()).toBe(1);
      await close();
      await viewer.waitFor({ state: 'detached' });
    }
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('alt'))).toBe('红点');
  });

  it('asks before it leads to another site, also by keys and into a new tab', async () => {
    const link = page.locator('.prose a').first();
    const dialog = page.getByRole('dialog', { name: '要打开外部网站吗？' });
    const ways = [
      () => link.click(),
      () => link.click({ modifiers: ['Control'] }),
      () => link.click({ button: 'middle' }),
      () => link.press('Enter'),
    ];
    for (const way of ways) {
      await way();
      await dialog.waitFor();
      expect(await dialog.textContent()).toContain('例子.example');
      expect(await dialog.textContent()).toContain('xn--fsqu00a.example');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    expect(page.context().pages()).toHaveLength(1);
    await link.click();
    const tab = page.context().waitForEvent('page');
    await dialog.getByRole('button', { name: '打开' }).click();
    await (await tab).close();
    expect(outside.every((address) => address.startsWith('https://xn--fsqu00a.example/'))).toBe(true);
  });

  it('is never wider than the screen', async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.locator('.md-math[tabindex="0"]:not(.is-display)').waitFor();
  });

  it('prints when formulas are set and diagrams drawn, in light colours', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => {
      window.print = () => {
        const paper = document.querySelector('.print-sheet .print, .reader > .print');
        const pictures = [...(paper?.querySelectorAll<HTMLImageElement>('img.md-diagram-picture') ?? [])];
        const there = pictures.filter(({ complete, naturalWidth, src }) => {
          return complete && naturalWidth > 0 && decodeURIComponent(src).includes('#ffffff');
        });
        document.body.dataset.printed = `${paper?.querySelectorAll('.katex').length ?? 0} ${there.length}`;
      };
    });
    if (place === 'the chat') {
      await page.getByLabel('对这条回答的更多操作').last().click();
      await page.getByText('导出图片或文件').click();
      await page.locator('.export').getByText('打印 / PDF').click();
      await page.locator('.export').getByRole('button', { name: '打印或存为 PDF' }).click();
    } else await page.getByLabel('打印或存为 PDF').click();
    await expect.poll(() => page.evaluate(() => document.body.dataset.printed), { timeout: 40_000 }).toBe('3 2');
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  });

  it('complains of nothing', () =>
    expect(problems.filter((text) => !text.includes('ERR_NAME_NOT_RESOLVED'))).toEqual([]));
});

it('draws a diagram that could not be reached once there is a network, or on a tap', async () => {
  await servers.plan({ text: ANSWER, tokensPerSecond: 20_000 });
  const made = await opened(servers.origin);
  const diagrams = made.locator('.md-diagram');
  const drawn = () => made.locator('.md-diagram-picture').count();
  const again = diagrams.getByText('重试', { exact: true });
  let missing = '**/diagrams/index.html';
  const miss = () => made.route(missing, (route) => route.abort());
  const find = () => made.unroute(missing);
  await miss();
  await made.getByRole('textbox', { name: '输入问题' }).fill('来点内容');
  await made.getByLabel('发送').click();
  await made.getByText('AI 生成', { exact: true }).waitFor({ timeout: 60_000 });
  await diagrams.nth(0).scrollIntoViewIfNeeded();
  await made.getByText('没连上网').nth(1).waitFor();
  await find();
  await made.context().setOffline(true);
  await made.context().setOffline(false);
  await expect.poll(drawn, { timeout: 60_000 }).toBe(2);
  await expect.poll(() => again.count()).toBe(0);

  // The page that draws is there, what draws this is not.
  missing = '**/diagrams/assets/mermaid*';
  await miss();
  await made.reload();
  await made.locator('#messages').evaluate((view) => view.scrollTo(0, view.scrollHeight));
  await diagrams.nth(0).scrollIntoViewIfNeeded();
  await made.getByText('没连上网').first().waitFor();
  await find();
  await again.first().tap();
  await expect.poll(drawn, { timeout: 60_000 }).toBe(2);
  await made.context().close();
});

it('draws a diagram before it is in sight, and not while it is far', async () => {
  const lines = Array.from({ length: 80 }, (_, n) => `第 ${n} 行`).join('\n\n');
  await servers.plan({ text: `${DIAGRAM}\n\n${lines}`, tokensPerSecond: 20_000 });
  const made = await opened(servers.origin);
  await made.getByRole('textbox', { name: '输入问题' }).fill('来点内容');
  await made.getByLabel('发送').click();
  await made.getByText('AI 生成', { exact: true }).waitFor({ timeout: 60_000 });
  await made.reload();
  const diagram = made.locator('.md-diagram');
  /** By how much it is above what is seen. */
  const above = () =>
    diagram.evaluate((element) => {
      const top = document.querySelector('#messages')?.getBoundingClientRect().top ?? 0;
      return top - element.getBoundingClientRect().bottom;
    });
  const scroll = (by: number) => made.locator('#messages').evaluate((view, more) => view.scrollBy(0, more), by);
  await made.getByText('AI 生成', { exact: true }).waitFor();
  await scroll(100_000);
  await made.waitForTimeout(500);
  expect(await above()).toBeGreaterThan(1_000);
  expect(await made.locator('.md-diagram-picture').count()).toBe(0);
  await scroll(300 - (await above()));
  await made.locator('.md-diagram-picture').waitFor({ timeout: 40_000 });
  expect(await above()).toBeGreaterThan(0);
  await made.context().close();
});
