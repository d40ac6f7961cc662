import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startS3Server } from '@huati/local/s3';
import { startProduct, type Product } from './product';

const ANSWER_MS = 60_000;
const POLICY = [
  '# 差旅制度',
  '## 住宿标准',
  ...Array.from({ length: 80 }, (_, n) => `第 ${n + 1} 条：一线城市每晚不超过 ${400 + n} 元，超出部分由员工自己承担。`),
  '## 交通标准',
  '| 级别 | 火车 | 飞机 |\n| --- | --- | --- |\n| 经理 | 一等座 | 经济舱 |\n| 员工 | 二等座 | 经济舱 |',
].join('\n\n');
const LINE = '电梯里信号会断，断了以后要接着传，一个字节也不能少。\n';
const LARGE = Buffer.from(LINE.repeat(Math.ceil((9 * 1024 * 1024) / Buffer.byteLength(LINE))));

let product: Product;
beforeAll(async () => {
  product = await startProduct({ DEMO_MODEL_TOKENS_PER_SECOND: '0' });
});
afterAll(() => product.close());

async function attach(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByLabel('添加照片或文件').click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByText('文件', { exact: true }).click();
  await (await chooser).setFiles([{ name, mimeType: 'text/plain', buffer }]);
}
const write = (page: Page, text: string) => page.locator('textarea').first().fill(text);
const answered = (page: Page, count: number) =>
  expect.poll(() => page.getByText('AI 生成').count(), { timeout: ANSWER_MS }).toBe(count);
const toEnd = (page: Page) =>
  page
    .locator('.file-text')
    .last()
    .evaluate((view) => view.scrollTo(0, view.scrollHeight));

describe('files in a browser', () => {
  it('are read, looked into as they were read, listed by topic, removed and brought back', async () => {
    const { page, problems, context } = await product.visit();
    await attach(page, '差旅制度.md', Buffer.from(POLICY));
    await write(page, '经理坐什么座位？');
    // Sent by itself as soon as the file is read, should it not be by now.
    await page.getByLabel('发送').click();
    await answered(page, 1);

    await page.getByLabel('查看文件：差旅制度.md').click();
    await page.getByText('第 1 条：一线城市每晚不超过 400 元').waitFor();
    await expect
      .poll(async () => (await toEnd(page), page.locator('.file-text table').count()), { timeout: 20_000 })
      .toBe(1);
    const places = await page.locator('.file-place').allInnerTexts();
    expect([places[0], places[places.length - 1]]).toEqual(['差旅制度 › 住宿标准', '差旅制度 › 交通标准']);
    expect(await page.locator('.file-text table').innerText()).toMatch(/经理\s+一等座\s+经济舱/);
    const text = await page.locator('.file-passages').textContent();
    const numbers = [...(text ?? '').matchAll(/第 (\d+) 条/g)].map(([, n]) => Number(n));
    expect(numbers).toEqual(Array.from({ length: 80 }, (_, n) => n + 1));
    await page.getByLabel('关闭').click();

    await page.getByLabel('更多操作', { exact: true }).click();
    await page.getByText('话题文件（1）').click();
    await page.getByLabel('更多操作：差旅制度.md').click();
    await page.getByText('移除文件').click();
    await page.getByText('还没有文件').waitFor();
    await page.getByText('撤销', { exact: true }).click();
    await page.locator('.topic-file-name', { hasText: '差旅制度.md' }).waitFor();
    // Not brought back, it is gone at the server as well, also where the page goes before.
    await page.getByLabel('更多操作：差旅制度.md').click();
    await page.getByText('移除文件').click();
    await page.reload();
    await answered(page, 1);
    await expect.poll(() => page.locator('.asked-file').count(), { timeout: 15_000 }).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('that are large go on where they were after a cut, and the question follows by itself', async () => {
    const { page, context } = await product.visit();
    const parts: string[] = [];
    page.on('request', (request: Request) => {
      if (request.method() === 'PATCH') parts.push(request.headers()['upload-offset'] ?? '');
    });
    let cuts = 1;
    await page.route('**/api/tus/*', async (route) => {
      const second = route.request().headers()['upload-offset'] === String(4 * 1024 * 1024);
      if (second && cuts > 0) {
        cuts -= 1;
        await route.abort('connectionreset');
      } else await route.continue();
    });
    await attach(page, '很长的记录.txt', LARGE);
    await write(page, '里面说了什么？');
    await page.getByLabel('发送').click();
    await page.getByText('附件就绪后自动发送').waitFor();
    await answered(page, 1);
    expect(parts).toEqual([0, 4, 4, 8].map((part) => String(part * 1024 * 1024)));
    expect(await page.getByLabel('查看文件：很长的记录.txt').innerText()).toContain('9.0 MB');
    await context.close();
  });

  it('that cannot be read say why, with the way out', async () => {
    const { page, context } = await product.visit();
    await attach(page, '坏的.pdf', Buffer.from('%PDF-1.7\n这不是一份完整的 PDF\n%%EOF'));
    await page.getByText('“坏的.pdf”：文件已损坏，请换一份或重新导出').waitFor({ timeout: ANSWER_MS });
    await page.getByLabel('重新读取：坏的.pdf').waitFor();
    await page.getByLabel('移除：坏的.pdf').click();
    expect(await page.locator('.attached-chip').count()).toBe(0);
    await context.close();
  });
});

it('a large file goes from the browser straight to the bucket', async () => {
  const s3 = await startS3Server();
  const kept = await startProduct({ DEMO_MODEL_TOKENS_PER_SECOND: '0', ...s3.env });
  const { page, problems, context } = await kept.visit();
  const puts: string[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'PUT') puts.push(new URL(request.url()).origin);
  });
  await attach(page, '很长的记录.txt', LARGE);
  await write(page, '里面说了什么？');
  await page.getByLabel('发送').click();
  await answered(page, 1);
  expect(puts).toEqual([s3.env.S3_ENDPOINT]);
  expect(await s3.keys()).toHaveLength(1);
  expect(problems).toEqual([]);
  await context.close();
  await kept.close();
  await s3.close();
});
