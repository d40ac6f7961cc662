import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLong, type LongProduct } from './long';

const TOPICS = 400;
const DRAWN_MAX = 90;

let product: LongProduct;
beforeAll(async () => {
  product = await startLong();
});
afterAll(() => product.close());

/** The rows that stand there: how many, their headings, and whether the part that is seen has any gap or overlap. */
const look = (page: Page) =>
  page.evaluate(() => {
    const view = document.getElementById('topics')?.getBoundingClientRect();
    const rows = [...(document.getElementById('topics-rows')?.children ?? [])];
    const boxes = rows.map((row) => row.getBoundingClientRect());
    const seen = boxes.filter(({ top, bottom }) => view && bottom > view.top && top < view.bottom);
    const gaps = seen.slice(1).map(({ top }, index) => Math.abs(top - (seen[index]?.bottom ?? 0)));
    return { drawn: rows.length, seen: seen.length, gap: Math.max(0, ...gaps) };
  });

/** To the end of all topics, page by page. */
async function toLast(page: Page): Promise<void> {
  // Its title stands above the messages as well.
  const last = page.locator('#topics').getByRole('button', { name: '很长的话题', exact: true });
  for (let times = 0; times < 100 && (await last.count()) === 0; times += 1) {
    await page.evaluate(() => document.getElementById('topics')?.scrollBy(0, 100_000));
    await page.waitForTimeout(100);
  }
  await last.scrollIntoViewIfNeeded();
}

it('draws of many topics those in sight, without gaps, and each of them can be opened', async () => {
  const { page, close } = await product.visit({ rounds: 2, topics: TOPICS });
  await page.getByLabel('打开话题列表').click();
  await page.getByText(`话题 ${TOPICS}`, { exact: true }).waitFor();
  expect(await page.locator('.topic-group-name').allInnerTexts()).toEqual(['今天']);
  await toLast(page);
  const { drawn, seen, gap } = await look(page);
  expect(drawn).toBeLessThanOrEqual(DRAWN_MAX);
  expect(seen).toBeGreaterThan(8);
  expect(gap).toBeLessThan(0.5);
  await page.getByRole('button', { name: '话题 1', exact: true }).click();
  await page.getByText('问 1', { exact: true }).waitFor();
  await close();
});

it('selects all of them, also those not drawn', async () => {
  const { page, close } = await product.visit({ rounds: 2, topics: TOPICS, desktop: true });
  await toLast(page);
  await expect.poll(async () => (await look(page)).drawn).toBeLessThanOrEqual(DRAWN_MAX);
  await page.getByLabel('更多操作：话题 2', { exact: true }).click();
  await page.getByText('选择多个', { exact: true }).click();
  await page.getByLabel('全选或全不选').click();
  await page.getByText(`已选 ${TOPICS + 1} 个`).waitFor();
  await close();
});
