import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProduct, type Product } from './product';

const ANSWER_MS = 40_000;
let product: Product;
beforeAll(async () => {
  product = await startProduct({ DEMO_MODEL_TOKENS_PER_SECOND: '0' });
});
afterAll(() => product.close());

/** Taps the first citation of the answer, and reads the path and its quotations in the sheet. */
async function why(page: Page): Promise<string> {
  await page
    .getByLabel(/^来源 1：/)
    .first()
    .click();
  const sheet = page.locator('.evidence');
  await sheet.getByText('本轮融资由砚池资本领投').first().waitFor();
  return (await sheet.innerText()).replace(/\s+/g, ' ');
}

it('shows the path and the quoted sentences behind an answer about the sample, also after a reload', async () => {
  const { page, problems, context } = await product.visit();
  await page.locator('textarea').first().fill('砚池资本投资的公司收购了谁？');
  await page.getByLabel('发送').click();
  await expect.poll(() => page.getByText('AI 生成').count(), { timeout: ANSWER_MS }).toBe(1);
  expect(await page.getByLabel('回答', { exact: true }).last().innerText()).toContain('鹿泠智能收购珂影视觉');

  const first = await why(page);
  for (const part of ['砚池资本', '投资', '鹿泠智能', '收购', '珂影视觉', '已以 2.1 亿元收购珂影视觉的全部股权']) {
    expect(first).toContain(part);
  }
  expect(first).toContain('鹿泠智能完成 4.2 亿元 B 轮融资');
  expect(first).toContain('由图谱路径整理，非原文');

  await page.reload();
  expect(await why(page)).toBe(first);
  expect(problems).toEqual([]);
  await context.close();
});
