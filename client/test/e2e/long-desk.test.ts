import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { frames, look, moved, moves, startLong, STILL_PX, still, toEnd, type LongProduct } from './long';

let product: LongProduct;
beforeAll(async () => {
  product = await startLong();
});
afterAll(() => product.close());

/** The message in which the focus is; `messages` where the list itself has it. */
const focusIn = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.closest('#messages-rows > *, #messages')?.id);

/** Turns the wheel, and waits until the page has taken it: it is told of at once, and scrolls when it next paints. */
async function wheel(page: Page, px: number): Promise<void> {
  const { top } = await look(page);
  await page.mouse.wheel(0, px);
  await page.waitForFunction((before) => document.getElementById('messages')?.scrollTop !== before, top);
}

it('turns pages by keys and goes by the wheel, exactly as far as these say', async () => {
  const { page, close } = await product.visit({ rounds: 300, desktop: true });
  await page.locator('#messages').focus();
  for (let times = 0; times < 10; times += 1) {
    const before = await still(page);
    await page.keyboard.press('PageUp');
    await page.waitForFunction((top) => document.getElementById('messages')?.scrollTop !== top, before.top);
    const after = await still(page);
    for (const px of moves(before, after)) expect(Math.abs(px - (moves(before, after)[0] ?? 0))).toBeLessThan(STILL_PX);
    expect(after.fromEnd).toBeGreaterThan(before.fromEnd);
  }
  await page.mouse.move(800, 400);
  for (let times = 0; times < 10; times += 1) {
    const before = await still(page);
    await wheel(page, -120);
    const after = await still(page);
    expect(moves(before, after).length).toBeGreaterThan(0);
    for (const px of moves(before, after)) expect(Math.abs(px - 120)).toBeLessThanOrEqual(STILL_PX);
  }
  await page.keyboard.press('End');
  await toEnd(page);
  await close();
});

it('shows rows wherever its scrollbar is drawn to', async () => {
  const { page, close } = await product.visit({ rounds: 300, desktop: true });
  for (const part of [0.7, 0.2, 0.9, 0.5]) {
    await page.evaluate((to) => {
      const view = document.getElementById('messages');
      if (view) view.scrollTop = view.scrollHeight * to;
    }, part);
    const seen = await still(page);
    expect(Object.keys(seen.parts).length).toBeGreaterThan(1);
    expect(seen.drawn).toBeLessThanOrEqual(60);
  }
  await close();
});

it('keeps what is selected, and the row that has the focus, when they are scrolled out of sight', async () => {
  const { page, close } = await product.visit({ rounds: 300, desktop: true });
  const copy = page.getByLabel('复制', { exact: true }).last();
  await copy.focus();
  const row = await focusIn(page);
  expect(row).toMatch(/^row-/);
  await page.mouse.move(800, 400);
  for (let times = 0; times < 12; times += 1) {
    await page.mouse.wheel(0, -500);
    await frames(page);
  }
  await still(page);
  expect(await focusIn(page)).toBe(row);
  // Further away than rows are drawn for it, the list has the focus: keys go on from there.
  for (let times = 0; times < 40; times += 1) {
    await page.mouse.wheel(0, -2_000);
    await frames(page);
  }
  await still(page);
  expect(await focusIn(page)).toBe('messages');
  expect((await look(page)).drawn).toBeLessThanOrEqual(70);
  await close();
});

it('keeps a selection while it is scrolled', async () => {
  const { page, close } = await product.visit({ rounds: 300, desktop: true });
  await page.locator('#messages-rows p').last().click({ clickCount: 3 });
  const selected = await page.evaluate(() => getSelection()?.toString());
  expect(selected?.length).toBeGreaterThan(5);
  await page.mouse.move(800, 400);
  for (let times = 0; times < 12; times += 1) {
    await page.mouse.wheel(0, -800);
    await frames(page);
  }
  const before = await still(page);
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(selected);
  await page.evaluate(() => getSelection()?.removeAllRanges());
  await page.waitForTimeout(500);
  expect(moved(before, await look(page))).toBeLessThanOrEqual(STILL_PX);
  await close();
});
