import type { Page } from 'playwright-core';
import type { HandoffCreated } from '@huati/shared';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProduct, type Product, type Visit } from './product';

const ANSWER_MS = 60_000;
let product: Product;
beforeAll(async () => {
  product = await startProduct({ ASKS_PER_MINUTE: '0', DEMO_MODEL_TOKENS_PER_SECOND: '80' });
});
afterAll(() => product.close());

const begin = async (page: Page, text: string) => {
  await page.locator('.composer textarea').first().fill(text);
  await page.getByLabel('发送').click();
  await page.getByLabel('停止生成').waitFor();
};
const ended = (page: Page) => page.getByLabel('停止生成').waitFor({ state: 'detached', timeout: ANSWER_MS });
const answer = async (page: Page) => (await page.locator('.answer .markdown').last().innerText()).trim();

/** Has the desktop show a code. Out: the address in it. */
async function code(page: Page): Promise<string> {
  await page.locator('.header').getByLabel('更多操作', { exact: true }).click();
  const made = page.waitForResponse((reply) => reply.url().endsWith('/api/handoffs'));
  await page.getByText('在手机上继续').click();
  const { handoff } = (await (await made).json()) as HandoffCreated;
  await page.locator('.handoff-picture').waitFor();
  await page.getByText('秒内有效').waitFor();
  return handoff.url;
}

/** Opens an address as a camera does: in a page of its own. */
async function scan(device: Visit, url: string): Promise<Page> {
  const page = await device.context.newPage();
  page.on('pageerror', (error) => device.problems.push(error.message));
  await page.goto(url);
  return page;
}

const close = async (page: Page) => {
  await page.getByLabel('关闭').last().click();
  await page.locator('.handoff').waitFor({ state: 'detached' });
};

it('goes on on the phone in the middle of an answer, for the device alone that its owner picks, and once', async () => {
  const device = await product.visit();
  await begin(device.page, '手机自己的问题');
  await ended(device.page);

  const desktop = await product.visit({ desktop: true });
  await begin(desktop.page, '长文');
  const url = await code(desktop.page);
  expect(url.startsWith(`${product.url}/#/pages/chat/index?handoff=`)).toBe(true);
  const phone = await scan(device, url);
  // Whoever opens an address has agreed to nothing: it says what would come, and takes nothing.
  await phone.getByText('这个码是另一个账号的').waitFor();
  await phone.getByText('这里的 1 个话题也交给那个账号').waitFor();
  await desktop.page.waitForTimeout(2000);
  expect(await desktop.page.getByText('扫了这个码').count()).toBe(0);
  await phone.getByText('登录那个账号', { exact: true }).click();
  const digits = (await phone.locator('.handoff-large').innerText()).trim();
  expect(digits).toMatch(/^\d\d$/);
  expect(phone.url()).not.toContain('handoff');
  expect(await phone.evaluate(() => JSON.stringify(window.history.state))).not.toContain('handoff');
  await desktop.page.getByText('扫了这个码').waitFor();
  expect(await desktop.page.locator('.handoff-digits').allInnerTexts()).toHaveLength(3);
  await desktop.page.locator('.handoff-digits', { hasText: digits }).click();
  await desktop.page.getByText('已在另一台设备上打开').waitFor();

  await phone.getByLabel('停止生成').waitFor();
  await Promise.all([ended(phone), ended(desktop.page)]);
  const text = await answer(desktop.page);
  expect(text.length).toBeGreaterThan(100);
  expect(await answer(phone)).toBe(text);
  expect(await phone.getByLabel('你的问题', { exact: true }).innerText()).toContain('长文');

  // Both are the same person from now on, in both directions.
  await begin(phone, '你是谁');
  await ended(phone);
  await expect.poll(() => answer(desktop.page), { timeout: 10_000 }).toBe(await answer(phone));
  await phone.reload();
  await expect.poll(() => answer(phone), { timeout: 10_000 }).toBe(await answer(desktop.page));

  const stranger = await product.visit();
  const late = await scan(stranger, url);
  await late.getByText('这个码用过了或已失效').waitFor();
  await close(desktop.page);

  const second = await code(desktop.page);
  const thief = await scan(stranger, second);
  await thief.getByText('登录那个账号', { exact: true }).click();
  await thief.locator('.handoff-large').waitFor();
  expect(await thief.getByLabel('你的问题', { exact: true }).count()).toBe(0);
  await desktop.page.getByText('不是我的设备').click();
  await thief.getByText('另一台设备没有确认').waitFor();
  expect(await thief.getByLabel('你的问题', { exact: true }).count()).toBe(0);
  await desktop.page.getByText('那台设备什么也没有得到').waitFor();
  await close(desktop.page);

  // Another device of the same person needs no word from anybody.
  const third = await code(desktop.page);
  const own = await scan(await product.again(desktop), third);
  await own.getByLabel('你的问题', { exact: true }).first().waitFor();
  expect(await answer(own)).toBe(await answer(desktop.page));
  await desktop.page.getByText('已在另一台设备上打开').waitFor();

  // What the phone had itself is there still, and back once it signs out.
  await phone.getByLabel('打开话题列表').click();
  await phone.getByLabel('设置', { exact: true }).click();
  await phone.getByText('退出，回到这台设备原来的话题').click();
  await phone.getByText('手机自己的问题').first().waitFor();
  expect(await phone.getByText('长文').count()).toBe(0);
  for (const { problems } of [desktop, device, stranger]) {
    expect(problems.filter((problem) => !/404|403/.test(problem))).toEqual([]);
  }
}, 180_000);
