import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { CLIENT_DIR } from './config';
import { pdfOf } from './pdf';

const PAGES = [
  ['Annual report 2025', 'The company makes lifts.'],
  ['Chapter two', 'Revenue rose by 12 percent to 342 million.', 'Returns fell to 2.6 percent.'],
];

let servers: Servers;
let browser: Browser;
beforeAll(async () => {
  servers = await startServers({ settings: { CLIENT_DIR } });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await servers.close();
});

interface Given {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A visitor's page after a question about the file was answered with `answer`. */
async function asked(file: Given, answer: string, colorScheme: 'light' | 'dark') {
  await servers.plan({ text: answer });
  const context = await browser.newContext({ ...PHONE, locale: 'zh-CN', colorScheme });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(servers.origin);
  await page.getByLabel('添加照片或文件').click();
  const chooser = page.waitForEvent('filechooser');
  await page.locator('.ui-menu-item', { hasText: '文件' }).first().click();
  await (await chooser).setFiles(file);
  await page.locator('.attached-chip').waitFor();
  await page.locator('textarea').first().fill('去年怎么样？');
  await expect.poll(() => page.locator('.composer .is-solid').getAttribute('aria-disabled')).toBe('false');
  await page.getByLabel('发送').click();
  await page.getByText('AI 生成').waitFor();
  return { page, context, problems };
}

const sheet = (page: Page) => page.locator('.evidence');

describe.each(['light', 'dark'] as const)('in the %s', (scheme) => {
  it('a tap on a mark shows the page of a PDF, with what is cited marked on it', async () => {
    const file = { name: '年报.pdf', mimeType: 'application/pdf', buffer: pdfOf(PAGES) };
    const { page, context, problems } = await asked(
      file,
      '公司营收增长 12%[2]，造的是电梯[1]，编造的不算 [9]。',
      scheme,
    );
    expect(await page.locator('.answer .markdown').innerText()).toBe('公司营收增长 12%2，造的是电梯1，编造的不算。');
    await page.reload();
    await page.getByLabel('来源 2：年报.pdf 第 2 页').first().click();
    await sheet(page).getByText('第 2 页').waitFor();
    expect(await sheet(page).locator('.is-passage').innerText()).toContain(
      'Revenue rose by 12 percent to 342 million.',
    );
    await sheet(page).locator('.sight-mark').first().waitFor();
    // Where the marks lie on the page: on its upper part, from the left margin on.
    const onPage = await page.evaluate(() => {
      const of = (selector: string) => document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
      const [sheetBox, mark] = [of('.sight-sheet'), of('.sight-mark')];
      return { left: (mark.left - sheetBox.left) / sheetBox.width, top: (mark.top - sheetBox.top) / sheetBox.height };
    });
    expect(onPage.left).toBeCloseTo(72 / 595, 1);
    expect(onPage.top).toBeLessThan(0.15);
    expect(await page.locator('img.sight-image').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1080);
    await page.getByLabel('下一处来源').click();
    await sheet(page).getByText('第 1 页').waitFor();
    await sheet(page).locator('.is-passage').getByText('The company makes lifts.').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });
});

it('rows of a table are shown as a table, also by the keyboard', async () => {
  const file = { name: '销售.csv', mimeType: 'text/csv', buffer: Buffer.from('区域,金额\n华东,1204\n西南,300\n') };
  const { page, context } = await asked(file, '华东 1204[1]。', 'light');
  await page.locator('.md-cite').focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => sheet(page).locator('.is-passage tr').allInnerTexts())
    .toEqual(['区域\t金额', '华东\t1204', '西南\t300']);
  await context.close();
});
