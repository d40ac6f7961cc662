// @vitest-environment node
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sizesFor } from '@/styles/text-size';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { CLIENT_DIR } from './config';
import { clippedTexts } from './clipped';
import type { Language } from './steps';
import { walkThrough } from './walk';

/** The largest that can be chosen, times the usual. */
const LARGEST = 1.5;
/** All of the states take so long on a slow machine; ms. */
const WALK_MS = 240_000;

let servers: Servers;
let browser: Browser;
beforeAll(async () => {
  servers = await startServers({ settings: { CLIENT_DIR } });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await servers.close();
});

/** What the product has kept of a reader who chose the largest text. */
const settings = (language: Language) =>
  JSON.stringify({ type: 'object', data: { theme: 'system', language, textSize: 'largest' } });

/** Windows and sizes in which each state is looked at, the one in which it is brought about first. */
const SIGHTS = [
  { width: 320, times: LARGEST },
  { width: 375, times: LARGEST },
  { width: 414, times: LARGEST },
  // As a browser zooms text alone, by 200 %.
  { width: 414, times: 2 },
] as const;
const HEIGHT = 700;

async function show(page: Page, { width, times }: (typeof SIGHTS)[number]): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHT });
  await page.evaluate((sizes) => {
    for (const [name, value] of Object.entries(sizes)) document.documentElement.style.setProperty(name, value);
  }, sizesFor(times));
}

it.each(['zh-CN', 'en'] as const)(
  'nothing is cut off on 320, 375 and 414 px in %s with the largest text, nor with text zoomed to 200 %%',
  async (language) => {
    const viewport = { width: SIGHTS[0].width, height: HEIGHT };
    const context = await browser.newContext({ ...PHONE, viewport, locale: language, reducedMotion: 'reduce' });
    await context.addInitScript((kept) => {
      localStorage.setItem('account.settings', kept);
    }, settings(language));
    const found: Record<string, string[]> = {};
    let scale = '';
    const look = async (page: Page, state: string): Promise<void> => {
      scale = await page.evaluate(() => document.documentElement.style.getPropertyValue('--text-scale'));
      for (const sight of SIGHTS) {
        if (sight !== SIGHTS[0]) await show(page, sight);
        const wrong = await clippedTexts(page);
        if (wrong.length > 0) found[`${state}, ${String(sight.width)} px, ${String(sight.times)} times`] = wrong;
      }
      await show(page, SIGHTS[0]);
    };
    await walkThrough({ servers, context, language, wide: false, look });

    expect(found).toEqual({});
    expect(scale).toBe(LARGEST.toFixed(2));
    await context.close();
  },
  WALK_MS,
);

it('follows a browser whose reader chose text twice as large, in the chat and for whoever reads a share', async () => {
  const context = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  for (const path of ['/', '/s/none-of-that-name']) {
    await page.goto(`${servers.origin}${path}`);
    const times = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--text-scale'));
    await expect.poll(times).toBe('2.00');
  }
  await context.close();
});
