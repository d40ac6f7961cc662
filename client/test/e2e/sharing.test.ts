import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product, type Visit } from './product';

const ANSWER_MS = 40_000;
/** How soon somebody who came or went is to be seen; ms. */
const SEEN_MS = 8_000;
let product: Product;
beforeAll(async () => {
  product = await startProduct({ ASKS_PER_MINUTE: '0', DEMO_MODEL_TOKENS_PER_SECOND: '3000' });
});
afterAll(() => product.close());

async function ask(page: Page, text: string): Promise<void> {
  const before = await page.getByLabel('你的问题', { exact: true }).count();
  await page.locator('.composer textarea').first().fill(text);
  await page.getByLabel('发送').click();
  await expect.poll(() => page.getByLabel('分享这轮问答').count(), { timeout: ANSWER_MS }).toBe(before + 1);
}

async function openSheet(page: Page): Promise<void> {
  await page.getByLabel('更多操作', { exact: true }).click();
  await page.getByText('分享话题', { exact: true }).click();
  await page.getByRole('dialog', { name: '分享话题' }).waitFor();
}

/** Makes the link that is set up, and gives what was copied. */
async function made(visit: Visit, button = '生成链接'): Promise<{ copied: string; id: string }> {
  await visit.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit.page.getByRole('button', { name: button, exact: true }).click();
  await visit.page.locator('.share-made').waitFor();
  const copied = await visit.page.evaluate(() => navigator.clipboard.readText());
  const [, id = ''] = /\/s\/([\w-]{24})/.exec(copied) ?? [];
  return { copied, id };
}

const confirm = (page: Page) => page.locator('.web-dialog-button.is-primary').click();
const read = (id: string, pass?: string) =>
  fetch(`${product.url}/api/shares/${id}`, { headers: pass === undefined ? {} : { 'x-share-pass': pass } });

interface Shared {
  title: string;
  messages: { role: string; text: string }[];
}

/** Somebody who has the link alone. */
async function reader(visit: Visit, id: string): Promise<Page> {
  const browser = visit.context.browser() as Browser;
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${product.url}/s/${id}`);
  return page;
}

describe('a link', () => {
  it('is to the chosen messages alone, and copied together with its password', async () => {
    const visit = await product.visit();
    const { page, problems, context } = visit;
    await ask(page, '表格');
    await ask(page, '代码');
    await openSheet(page);
    await page.getByRole('radio', { name: '选择消息' }).click();
    await page.getByRole('checkbox', { name: /^你的问题：代码/ }).click();
    await page.getByText('已选 2 / 4 条').waitFor();
    await page.getByText('全选', { exact: true }).click();
    await page.getByText('已选 4 / 4 条').waitFor();
    await page.getByText('全不选', { exact: true }).click();
    await page
      .getByRole('checkbox', { name: /^回答：/ })
      .first()
      .click();
    await page.getByText('选好了', { exact: true }).click();
    await page.getByText('已选 1 条消息').waitFor();
    expect(await page.getByRole('switch', { name: '直播' }).count()).toBe(0);
    await page.getByRole('switch', { name: '密码' }).click();
    const field = page.locator('.share-password-field input');
    await expect.poll(() => field.inputValue()).toMatch(/^[a-z2-9]{6}$/);
    const password = await field.inputValue();

    const { copied, id } = await made(visit);
    expect(copied).toBe(`链接：${product.url}/s/${id} 密码：${password}`);
    await page.locator('.share-made').getByText(`密码：${password}`).waitFor();
    expect(await read(id).then((reply) => reply.json())).toMatchObject({ code: 'password_required' });
    const unlocked = await fetch(`${product.url}/api/shares/${id}/unlock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password }),
    });
    const { pass } = (await unlocked.json()) as { pass: string };
    const shared = (await (await read(id, pass)).json()) as Shared;
    expect(shared.messages.map(({ role }) => role)).toEqual(['assistant']);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('from an answer is to that round, and is taken back from the list of all links', async () => {
    const visit = await product.visit();
    const { page, problems, context } = visit;
    await ask(page, '表格');
    await ask(page, '你好');
    await page.getByLabel('分享这轮问答').last().click();
    await page.getByText('已选 2 条消息').waitFor();
    const { id } = await made(visit);
    const shared = (await (await read(id)).json()) as Shared;
    expect(shared.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(shared.messages[0]?.text).toBe('你好');
    await page.getByLabel('关闭').click();

    await page.getByLabel('打开话题列表').click();
    await page.getByLabel('设置', { exact: true }).click();
    await page.getByText('我的分享', { exact: true }).click();
    const all = page.getByRole('dialog', { name: '我的分享' });
    await all.getByText('被读 1 次').waitFor();
    await all.getByLabel('收回链接').click();
    await confirm(page);
    await all.getByText('还没有分享').waitFor();
    expect((await read(id)).status).toBe(404);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('ends with its topic, and the note about the deletion says so', async () => {
    const visit = await product.visit();
    const { page, context } = visit;
    await ask(page, '你好');
    await openSheet(page);
    await made(visit);
    await page.getByLabel('关闭').click();
    await page.getByLabel('打开话题列表').click();
    await page.getByLabel('更多操作：话题：你好').click();
    await page.getByText('删除', { exact: true }).click();
    await page.getByText('它的 1 个分享链接也将失效').waitFor();
    await page.getByText('撤销', { exact: true }).click();
    await page.getByLabel('更多操作：话题：你好').waitFor();
    await context.close();
  });
});

describe('a live share', () => {
  it('is marked on all devices with how many watch, and ends at once for all of them', async () => {
    const visit = await product.visit();
    const { page, problems, context } = visit;
    await ask(page, '你好');
    await openSheet(page);
    await page.getByRole('switch', { name: '直播' }).click();
    const { id } = await made(visit, '开始直播分享');
    await page.getByLabel('关闭').click();
    await page.getByText('0 人在看').first().waitFor();

    const other = await product.again(visit);
    await other.page.getByText('直播分享中').waitFor();
    const watching = await reader(visit, id);
    await watching.getByText('你好').first().waitFor();
    for (const device of [page, other.page]) await device.getByText('1 人在看').waitFor({ timeout: SEEN_MS });
    await ask(page, '代码');
    await watching.getByText('Python').first().waitFor({ timeout: SEEN_MS });

    await other.page.locator('.live-bar').getByText('结束', { exact: true }).click();
    await confirm(other.page);
    await other.page.getByText('直播分享中').waitFor({ state: 'detached' });
    await watching.getByText('Python').first().waitFor({ state: 'detached', timeout: SEEN_MS });
    await page.getByText('直播分享中').waitFor({ state: 'detached', timeout: SEEN_MS });
    expect((await read(id)).status).toBe(404);
    expect(problems).toEqual([]);
    for (const each of [watching.context(), other.context, context]) await each.close();
  });
});
