import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser } from './browser';
import { CLIENT_DIR } from './config';
import { pdfOf } from './pdf';

const ANSWER_MS = 40_000;
/** So many stops of the Tab key lie between two things at most. */
const STOPS_MAX = 80;
const PDF = { name: '年报.pdf', mimeType: 'application/pdf', buffer: pdfOf([['The company makes lifts.']]) };
const AT_ONCE = { tokensPerSecond: 800 };

let servers: Servers;
let browser: Browser;
beforeAll(async () => {
  const settings = { CLIENT_DIR, LLM_TITLES: 'off', LLM_SUGGESTIONS: 'off', LLM_TOOLS: 'off' };
  servers = await startServers({ settings });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await servers.close();
});

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null;
    return (at?.getAttribute('aria-label') ?? at?.innerText ?? '').trim();
  });

/** Goes on with Tab until what has the focus is called so, and sees to it that the focus is seen all the way. */
async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press(key);
    const at = await focused(page);
    passed.push(at.slice(0, 20));
    if (typeof name === 'string' ? at === name : name.test(at)) {
      const ring = await page.evaluate(() => {
        // A field shows it by its caret, and by the line around the box that it is in.
        if (document.activeElement?.matches('textarea, input')) return true;
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      });
      expect([at, ring]).toEqual([at, true]);
      return;
    }
  }
  throw new Error(`“${String(name)}” was not reached: ${passed.join(' | ')}`);
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

const answered = (page: Page, count: number): Promise<void> =>
  expect.poll(() => page.getByText('AI 生成', { exact: true }).count(), { timeout: ANSWER_MS }).toBe(count);

/** A file is attached and asked about, and what the answer cites of it is read. */
async function readSource(page: Page): Promise<void> {
  await servers.plan({ text: '造的是电梯[1]。', ...AT_ONCE });
  await tabTo(page, '添加照片或文件');
  await page.keyboard.press('Enter');
  await page.locator('.ui-menu.is-shown').waitFor();
  const chooser = page.waitForEvent('filechooser');
  await press(page, '文件');
  await (await chooser).setFiles(PDF);
  await page.locator('.attached-chip').waitFor();
  await tabTo(page, '输入问题');
  await page.keyboard.type('这家公司造什么？');
  await expect.poll(() => page.locator('.composer .is-solid').getAttribute('aria-disabled')).toBe('false');
  await page.keyboard.press('Enter');
  await answered(page, 2);
  await tabTo(page, /年报/, 'Shift+Tab');
  const cited = await focused(page);
  await page.keyboard.press('Enter');
  await page.locator('.ui-sheet.is-shown .evidence').waitFor({ timeout: ANSWER_MS });
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe(cited);
}

it('does the whole work by keyboard: asks, reads a source, copies, renames, deletes and undoes, sets, shares', async () => {
  const viewport = { width: 1280, height: 800 };
  const context = await browser.newContext({ viewport, locale: 'zh-CN' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(servers.origin);
  await page.getByLabel('输入问题').waitFor();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);

  // The first stop leads past all topics, to where one writes.
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('跳到输入框');
  await page.keyboard.press('Enter');
  await servers.plan({ text: '你好，有什么可以帮你？', ...AT_ONCE });
  await page.keyboard.type('你好');
  await page.keyboard.press('Enter');
  await answered(page, 1);

  await tabTo(page, '复制', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('AI');
  await readSource(page);

  // Renamed by its title, and the focus is back there afterwards.
  await tabTo(page, '你好', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.locator('.ui-prompt-field input').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('只用键盘');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('只用键盘');

  // A menu by its arrows; Esc closes it and gives the focus back.
  await tabTo(page, '更多操作');
  await page.keyboard.press('Enter');
  await page.locator('.ui-menu.is-shown').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe('分享话题');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: '分享话题' }).waitFor();
  await press(page, '生成链接');
  await page.locator('.share-made').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // Settings: choices by the arrows.
  await tabTo(page, '设置', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: '设置' }).waitFor();
  await tabTo(page, '跟随系统');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toBe('深色');
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe('设置');

  await press(page, '更多操作：只用键盘');
  await page.locator('.ui-menu.is-shown').waitFor();
  await press(page, '删除');
  await expect.poll(() => page.getByLabel('更多操作：只用键盘').count()).toBe(0);
  await press(page, '撤销');
  await page.getByLabel('更多操作：只用键盘').waitFor();
  expect(problems).toEqual([]);
  await context.close();
});
