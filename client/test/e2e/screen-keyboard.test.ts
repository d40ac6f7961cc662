import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { look, moved, startLong, STILL_PX, still, toss, type LongProduct } from './long';

const KEYBOARD_PX = 320;
/** A line of an answer, with what is between it and the next. */
const LINE_PX = 30;

let product: LongProduct;
beforeAll(async () => {
  product = await startLong();
});
afterAll(() => product.close());

/** Puts in place of `visualViewport` one that tells of a keyboard as a phone's does, when it is told to. */
function withKeyboard(): void {
  const view = Object.assign(new EventTarget(), { offsetTop: 0, scale: 1, covered: 0 });
  Object.defineProperty(view, 'height', { get: () => innerHeight - view.covered });
  Object.defineProperty(view, 'width', { get: () => innerWidth });
  Object.defineProperty(window, 'visualViewport', { value: view });
}

/** The keyboard comes, or goes: as high as this, px, in some steps. */
async function raise(page: Page, px: number): Promise<void> {
  const field = page.locator('.composer textarea').first();
  if (px > 0) await field.focus();
  else await field.blur();
  await page.evaluate(async (to) => {
    const view = window.visualViewport as (VisualViewport & { covered: number }) | null;
    if (!view) return;
    const from = view.covered;
    for (let step = 1; step <= 4; step += 1) {
      view.covered = from + ((to - from) * step) / 4;
      view.dispatchEvent(new Event('resize'));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, px);
  await still(page);
}

/** Where the composer ends, and the window, px. */
const ends = (page: Page) =>
  page.evaluate(() => ({
    composer: document.querySelector('.pane-composer')?.getBoundingClientRect().bottom ?? NaN,
    messages: document.getElementById('messages')?.getBoundingClientRect().bottom ?? NaN,
    field: document.querySelector('.composer')?.getBoundingClientRect().top ?? NaN,
    window: innerHeight,
    scrolled: scrollY,
  }));

it('has the composer above the keyboard, stays at its end, and leaves no gap when that has gone', async () => {
  const { page, close, url } = await product.visit({ rounds: 40 });
  await page.addInitScript(withKeyboard);
  await page.goto(url);
  const before = await still(page);
  for (let times = 0; times < 3; times += 1) {
    await raise(page, KEYBOARD_PX);
    const up = await ends(page);
    expect(up.composer).toBe(up.window - KEYBOARD_PX);
    expect(up.messages).toBeLessThanOrEqual(up.composer);
    expect((await look(page)).fromEnd).toBeLessThan(2);
    await raise(page, 0);
    const down = await ends(page);
    expect(down.composer).toBe(down.window);
    expect(down.scrolled).toBe(0);
    const after = await look(page);
    expect(after.fromEnd).toBeLessThan(2);
    expect(moved(before, after)).toBeLessThanOrEqual(STILL_PX);
  }
  await close();
});

it('leaves what is read where it is while the keyboard comes and goes', async () => {
  const reader = await product.visit({ rounds: 40 });
  const { page, close, url } = reader;
  await page.addInitScript(withKeyboard);
  await page.goto(url);
  await still(page);
  await toss(reader, 400);
  const before = await still(page);
  expect(before.fromEnd).toBeGreaterThan(100);
  await raise(page, KEYBOARD_PX);
  expect(moved(before, await look(page))).toBeLessThanOrEqual(STILL_PX);
  await raise(page, 0);
  expect(moved(before, await look(page))).toBeLessThanOrEqual(STILL_PX);
  await close();
});

/** What is read at the top of the messages, and how far it is from there later, px; Infinity where it is gone. */
async function wordsAtTop(page: Page): Promise<{ moved(): Promise<number> }> {
  const words = await page.evaluateHandle((below) => {
    const view = document.getElementById('messages')?.getBoundingClientRect();
    const range = document.caretRangeFromPoint((view?.left ?? 0) + (view?.width ?? 0) / 2, (view?.top ?? 0) + below);
    return { range, top: range?.getBoundingClientRect().top ?? NaN };
  }, LINE_PX);
  const moved = (): Promise<number> =>
    words.evaluate(({ range, top }) =>
      range?.startContainer.isConnected ? range.getBoundingClientRect().top - top : Infinity,
    );
  return { moved };
}

it('stays at its end, or with what is read, when the phone is turned', async () => {
  const reader = await product.visit({ rounds: 40 });
  const { page, close } = reader;
  const upright = page.viewportSize() ?? { width: 390, height: 844 };
  const turn = async (on: boolean): Promise<void> => {
    await page.setViewportSize(on ? { width: upright.height, height: upright.width } : upright);
    await still(page);
  };
  await turn(true);
  expect((await look(page)).fromEnd).toBeLessThan(2);
  await turn(false);
  expect((await look(page)).fromEnd).toBeLessThan(2);
  for (const px of [400, 300, -200, 350]) {
    await toss(reader, px);
    const before = await still(page);
    const words = await wordsAtTop(page);
    await turn(true);
    expect(Math.abs(await words.moved())).toBeLessThanOrEqual(LINE_PX);
    await turn(false);
    expect(moved(before, await look(page))).toBeLessThanOrEqual(STILL_PX);
  }
  await close();
});
