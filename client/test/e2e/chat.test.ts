import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product } from './product';

const ANSWER_MS = 40_000;
let product: Product;
beforeAll(async () => {
  product = await startProduct({ DEMO_MODEL_TOKENS_PER_SECOND: '150' });
});
afterAll(() => product.close());

const input = (page: Page) => page.getByLabel('输入问题').locator('textarea').or(page.locator('textarea')).first();
const ask = async (page: Page, text: string) => {
  await input(page).fill(text);
  await page.getByLabel('发送').click();
};
const answered = (page: Page, count: number) =>
  expect.poll(() => page.getByText('AI 生成').count(), { timeout: ANSWER_MS }).toBe(count);
/** The answer itself, without what can be done with it. */
const answerText = async (page: Page) =>
  (await page.getByLabel('回答', { exact: true }).last().innerText()).split('AI 生成')[0];
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe.each([
  ['a phone', {}],
  ['a phone in the dark', { dark: true }],
  ['a desktop', { desktop: true }],
])('on %s', (_name, options) => {
  it('asks, reads the streamed answer, and finds it again after a reload', async () => {
    const { page, problems, context } = await product.visit(options);
    await ask(page, '你好，请介绍一下你自己');
    await page.getByLabel('停止生成').waitFor();
    await answered(page, 1);
    const before = await answerText(page);
    expect(before).toContain('演示');
    expect(await sideways(page)).toBe(0);

    await page.reload();
    await answered(page, 1);
    expect(await answerText(page)).toBe(before);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('in a topic', () => {
  it('stops a long answer and keeps what was written', async () => {
    const { page, context } = await product.visit();
    await ask(page, '长文');
    await expect.poll(() => answerText(page), { timeout: ANSWER_MS }).toMatch(/\S{20}/);
    await page.getByLabel('停止生成').click();
    await page.locator('.answer').getByText('已停止').waitFor();
    const stopped = await answerText(page);
    await page.reload();
    await page.locator('.answer').getByText('已停止').waitFor();
    expect(await answerText(page)).toBe(stopped);
    await context.close();
  });

  it('goes on exactly where it was after the network was away', async () => {
    const { page, context } = await product.visit();
    await ask(page, '长文');
    await expect.poll(() => answerText(page), { timeout: ANSWER_MS }).toMatch(/\S{20}/);
    await context.setOffline(true);
    await page.waitForTimeout(1500);
    await context.setOffline(false);
    await answered(page, 1);
    const live = await answerText(page);
    await page.reload();
    await answered(page, 1);
    expect(await answerText(page)).toBe(live);
    await context.close();
  });

  it('keeps questions while the network is away, lets one be taken back, and has the rest answered in order', async () => {
    const { page, context } = await product.visit();
    await ask(page, '你好');
    await answered(page, 1);
    await context.setOffline(true);
    await page.getByText('网络已断开').waitFor({ timeout: ANSWER_MS });
    for (const text of ['隧道里的第一问', '隧道里的第二问', '不想问了']) await ask(page, text);
    expect(await page.getByText('网络恢复后自动发出').count()).toBe(3);
    await page.getByText('撤回', { exact: true }).last().click();
    await page.getByText('已撤回').waitFor();
    expect(await page.getByText('不想问了').count()).toBe(0);

    await context.setOffline(false);
    await answered(page, 3);
    expect(await page.getByText('待发送').count()).toBe(0);
    const questions = await page.getByLabel('你的问题').allInnerTexts();
    expect(questions.map((text) => text.trim())).toEqual(['你好', '隧道里的第一问', '隧道里的第二问']);
    await context.close();
  });

  it('opens what was read before at once, also while the server cannot be reached', async () => {
    const { page, context } = await product.visit();
    await ask(page, '记住这一段');
    await answered(page, 1);
    const before = await answerText(page);
    await page.waitForTimeout(1_500);
    await page.route('**/api/**', (route) => route.abort());
    await page.reload();
    await answered(page, 1);
    expect(await answerText(page)).toBe(before);
    await context.close();
  });

  it('does not send while an input method composes', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await input(page).focus();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
    await cdp.send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      key: 'Enter',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    await page.waitForTimeout(300);
    expect(await page.getByLabel('你的问题').count()).toBe(0);
    await cdp.send('Input.insertText', { text: '你好' });
    await page.waitForTimeout(300);
    await page.keyboard.press('Enter');
    await page.getByLabel('你的问题').waitFor();
    expect(await page.getByLabel('你的问题').innerText()).toContain('你好');
    await context.close();
  });

  it('is listed, renamed, deleted and brought back', async () => {
    const { page, problems, context } = await product.visit();
    await ask(page, '你好');
    await answered(page, 1);
    await page.getByLabel('打开话题列表').click();
    await page.getByLabel('更多操作：话题：你好').click();
    await page.getByText('重命名', { exact: true }).click();
    await page.locator('.ui-prompt-field input').fill('改过的名字');
    await page.getByText('保存', { exact: true }).click();
    await page.getByLabel('更多操作：改过的名字').click();
    await page.getByText('删除', { exact: true }).click();
    await expect.poll(() => page.getByLabel('更多操作：改过的名字').count()).toBe(0);
    await page.getByText('撤销', { exact: true }).click();
    await page.getByLabel('更多操作：改过的名字').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });
});
