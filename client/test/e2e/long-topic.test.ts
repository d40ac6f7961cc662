import { afterAll, beforeAll, expect, it } from 'vitest';
import { frames, look, moved, moves, startLong, STILL_PX, still, toEnd, toss, touch, type LongProduct } from './long';

const ROUNDS = 1_000;
/** What of a topic may be drawn at once. */
const ROWS_MAX = 60;

let product: LongProduct;
beforeAll(async () => {
  product = await startLong();
});
afterAll(() => product.close());

it('goes exactly with the finger, and stays where it is when that is lifted, while rows come and go', async () => {
  const reader = await product.visit({ rounds: ROUNDS });
  const { page } = reader;
  let most = 0;
  for (let drag = 0; drag < 12; drag += 1) {
    await touch(reader, 'touchStart', 200);
    // The first pixels tell a drag from a tap.
    for (const y of [230, 260]) await touch(reader, 'touchMove', y);
    await frames(page);
    let before = await look(page);
    for (let y = 320; y <= 740; y += 60) {
      await touch(reader, 'touchMove', y);
      await frames(page);
      const after = await look(page);
      most = Math.max(most, after.drawn);
      for (const px of moves(before, after)) expect(Math.abs(px - 60)).toBeLessThanOrEqual(STILL_PX);
      before = after;
    }
    await page.waitForTimeout(150);
    await touch(reader, 'touchEnd');
    const lifted = await look(page);
    await page.waitForTimeout(500);
    expect(moved(lifted, await look(page))).toBeLessThanOrEqual(STILL_PX);
  }
  expect(most).toBeLessThanOrEqual(ROWS_MAX);
  await reader.close();
});

it('is flung up and down with few rows drawn, is never empty at rest, and is found again where it was left', async () => {
  const reader = await product.visit({ rounds: ROUNDS });
  const { page } = reader;
  let most = 0;
  for (const px of [...Array<number>(12).fill(480), ...Array<number>(4).fill(-480)]) {
    await toss(reader, px);
    await page.waitForTimeout(80);
    most = Math.max(most, (await look(page)).drawn);
  }
  expect(most).toBeLessThanOrEqual(ROWS_MAX);
  await still(page);
  // How far flings carry is the browser's own affair, and may be to the end: from there a little up again.
  await toss(reader, 480);
  const left = await still(page);
  expect(Object.keys(left.parts).length).toBeGreaterThan(0);
  expect(left.fromEnd).toBeGreaterThan(300);
  await page.reload();
  await page.locator('#messages-rows > *').first().waitFor();
  await expect.poll(async () => moves(left, await look(page)).length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(moved(left, await still(page))).toBeLessThanOrEqual(STILL_PX);

  await page.keyboard.press('End');
  await toEnd(page);
  await page.getByText(`第 ${ROUNDS} 问`).waitFor();
  await reader.close();
});

it('follows what is written while it is at the end, and stands still for who reads above', async () => {
  const reader = await product.visit({ rounds: ROUNDS });
  const { page } = reader;
  await page.locator('textarea').first().fill('长文');
  await page.getByLabel('发送').click();
  await page.getByLabel('停止生成').waitFor();
  for (let times = 0; times < 10; times += 1) {
    await page.waitForTimeout(200);
    await frames(page);
    expect((await look(page)).fromEnd).toBeLessThan(2);
  }
  await toss(reader, 240);
  const before = await still(page);
  for (let times = 0; times < 10; times += 1) {
    await page.waitForTimeout(200);
    expect(moved(before, await look(page))).toBeLessThanOrEqual(STILL_PX);
  }
  expect((await look(page)).height).toBeGreaterThan(before.height);
  await page.getByLabel('有新内容，回到最新').click();
  await toEnd(page);
  await reader.close();
});
