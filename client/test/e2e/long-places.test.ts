import { afterAll, beforeAll, expect, it } from 'vitest';
import { look, moved, moves, startLong, still, toss, type LongProduct, type Reader } from './long';

/** By how much a place may be missed that was left and is shown again. */
const FOUND_PX = 2;

let product: LongProduct;
beforeAll(async () => {
  product = await startLong();
});
afterAll(() => product.close());

/** Leaves the topic for another, or the page altogether, and comes back: what was seen is seen again, in its very place. */
async function isFoundAgain({ page, url }: Reader, leave: 'reload' | 'topic'): Promise<void> {
  const left = await still(page);
  expect(left.fromEnd).toBeGreaterThan(1_000);
  if (leave === 'reload') {
    // What is kept of places is written a moment later.
    await page.goto('about:blank');
    await page.goto(url);
  } else {
    await page.getByLabel('打开话题列表').click();
    await page.getByRole('button', { name: '话题 1', exact: true }).click();
    await page.getByText('问 1', { exact: true }).waitFor();
    await page.getByLabel('打开话题列表').click();
    await page.getByRole('button', { name: '很长的话题', exact: true }).click();
  }
  await page.locator('#messages-rows > *').first().waitFor();
  await expect.poll(async () => moves(left, await look(page)).length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(moved(left, await still(page))).toBeLessThanOrEqual(FOUND_PX);
}

it.each(['reload', 'topic'] as const)('finds the place again after leaving by %s', async (leave) => {
  const reader = await product.visit({ rounds: 300, topics: 1 });
  for (let times = 0; times < 8; times += 1) {
    await toss(reader, 480);
    await reader.page.waitForTimeout(150);
  }
  await isFoundAgain(reader, leave);
  await reader.close();
});

it.each(['reload', 'topic'] as const)('finds it inside an answer of 100,000 characters, by %s', async (leave) => {
  const reader = await product.visit({ rounds: 40, huge: true, topics: 1 });
  const { page } = reader;
  // Into the middle of it: it is by far the highest of what is drawn.
  await page.mouse.move(200, 400);
  for (let times = 0; times < 12; times += 1) {
    await page.mouse.wheel(0, -3_000);
    await page.waitForTimeout(150);
  }
  const { parts } = await still(page);
  expect(Object.keys(parts).length).toBeGreaterThan(2);
  expect(new Set(Object.keys(parts).map((name) => name.split(' ')[0])).size).toBe(1);
  await isFoundAgain(reader, leave);
  await reader.close();
});
