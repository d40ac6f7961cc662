import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { CLIENT_DIR } from './config';

const ROWS = 90;
const LINES = 200;
const LINE_PX = 24;
const ANSWER = [
  ...Array.from({ length: 40 }, (_, n) => `第 ${n + 1} 段。${'一段话有许多字，一屏放不下很多段。'.repeat(2)}`),
  `\`\`\`ts\n${Array.from({ length: LINES }, (_, n) => `const line${n} = ${n};`).join('\n')}\n\`\`\``,
  `| 名称 | 数量 | 说明 |\n| --- | ---: | --- |\n${Array.from(
    { length: ROWS },
    (_, n) => `| 项目 ${n} | ${n * 37} | ${'长短不一的说明'.repeat(n === 0 ? 9 : 1 + (n % 7))} |`,
  ).join('\n')}`,
  '最后一段。',
].join('\n\n');

let servers: Servers;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const plain = { LLM_TITLES: 'off', LLM_SUGGESTIONS: 'off', LLM_TOOLS: 'off', RAG_KIND: 'none' };
  const settings = { CLIENT_DIR, LLM_MAX_OUTPUT_TOKENS: '9000', ...plain };
  servers = await startServers({ settings });
  browser = await openBrowser();
  page = await (await browser.newContext({ ...PHONE, locale: 'zh-CN' })).newPage();
  await page.goto(servers.origin);
  await servers.plan({ text: ANSWER, tokensPerSecond: 20_000 });
  await page.getByRole('textbox', { name: '输入问题' }).fill('写长一些');
  await page.getByLabel('发送').click();
  await page.getByLabel('复制', { exact: true }).last().waitFor();
  await page.getByText('最后一段。', { exact: true }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await servers.close();
});

/** How many of the pieces of an answer the browser lays out, and how many there are. */
const laidOut = (pieces: string): Promise<{ laid: number; all: number }> =>
  page.evaluate((selector) => {
    const all = [...document.querySelectorAll(selector)];
    const laid = all.filter(({ firstElementChild }) =>
      firstElementChild?.checkVisibility({ contentVisibilityAuto: true }),
    );
    return { laid: laid.length, all: all.length };
  }, pieces);

/** Where the cells of a table's rows begin, for each column: all rows that say the same once, px. */
const columns = (): Promise<number[][]> =>
  page.evaluate(() => {
    const rows = [...document.querySelectorAll('.md-table tr')];
    const sides = rows.map((row) => [...row.children].map((cell) => Math.round(cell.getBoundingClientRect().left)));
    return [...new Set(sides.map((row) => row.join()))].map((row) => row.split(',').map(Number));
  });

const scrollTo = (part: number): Promise<void> =>
  page.evaluate((to) => {
    const view = document.getElementById('messages');
    if (view) view.scrollTop = view.scrollHeight * to;
  }, part);

it('lays out what is near to what is seen, and all of it is there', async () => {
  await expect.poll(() => laidOut('.answer .md-chunk')).toMatchObject({ all: 6 });
  await expect.poll(async () => (await laidOut('.answer .md-chunk')).laid).toBeLessThan(5);
  expect((await laidOut('.md-code-part')).all).toBe(LINES / 40);
  expect(await page.locator('.answer .markdown').textContent()).toContain(`const line${LINES - 1} = ${LINES - 1};`);
  expect(await page.locator('.answer p').first().textContent()).toContain('第 1 段');
  await scrollTo(0);
  await expect.poll(() => page.locator('.answer p').first().isVisible()).toBe(true);
  await expect.poll(async () => (await laidOut('tbody')).laid).toBe(1);
});

it('keeps the columns of a long table, and the table one, also when the phone is turned', async () => {
  await scrollTo(1);
  await expect.poll(async () => (await columns()).length).toBe(1);
  expect(await page.getByRole('table').getByRole('row').count()).toBe(ROWS + 1);
  const before = (await columns())[0] ?? [];
  expect(before).toHaveLength(3);
  const { viewport } = PHONE;
  await page.setViewportSize({ width: viewport.height, height: viewport.width });
  await expect.poll(async () => (await columns()).length === 1 && (await columns())[0]?.[1] !== before[1]).toBe(true);
  await page.setViewportSize(viewport);
  await expect.poll(columns).toEqual([before]);
});

/** Where the row of the table begins that says so, px. */
const topOf = (words: string): Promise<number> =>
  page.getByRole('row', { name: words }).evaluate((row) => row.getBoundingClientRect().top);
const ROW = `项目 ${ROWS - 30} `;

it('stays at the row of a table that is read, turned and left for another topic', async () => {
  await page.getByRole('row', { name: ROW }).evaluate((row) => row.scrollIntoView({ block: 'start' }));
  await page.waitForTimeout(1_000);
  const before = await topOf(ROW);
  await page.getByLabel('新话题', { exact: true }).first().click();
  await page.getByLabel('打开话题列表').click();
  await page.getByRole('button', { name: '写长一些', exact: true }).click();
  await page.getByRole('row', { name: ROW }).waitFor();
  await expect.poll(async () => Math.abs((await topOf(ROW)) - before)).toBeLessThan(LINE_PX);

  const { viewport } = PHONE;
  await page.setViewportSize({ width: viewport.height, height: viewport.width });
  await page.waitForTimeout(500);
  expect(Math.abs((await topOf(ROW)) - before)).toBeLessThan(viewport.width);
  await page.setViewportSize(viewport);
});
