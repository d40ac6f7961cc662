// @vitest-environment node
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { CLIENT_DIR } from './config';
import { smallTargets } from './targets';
import { walkThrough } from './walk';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** All of the states take so long on a slow machine; ms. */
const WALK_MS = 240_000;
const DESKTOP = { viewport: { width: 1280, height: 800 } };

declare global {
  interface Window {
    axe: typeof axe;
  }
}

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

/** What axe finds wrong, a line each: the rule, the element, and what it says. */
async function violations(page: Page, rules: axe.RunOptions['runOnly'] = TAGS): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  return page.evaluate(async (runOnly) => {
    // The frame that draws diagrams is not seen, and would be waited for.
    const options: axe.RunOptions = { resultTypes: ['violations'], iframes: false, ...(runOnly && { runOnly }) };
    const { violations: found } = await window.axe.run(document, options);
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => {
        const why = (failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 220);
        return `${id} ${target.join(' ')}: ${why}`;
      }),
    );
  }, rules);
}

/** Colours alone differ in the dark. */
async function inTheDark(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' });
  // Colours go over into others, at once or nearly so.
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const passing = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
  const wrong = await violations(page, { type: 'rule', values: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
  return wrong.map((line) => `in the dark: ${line}`);
}

it.each([
  ['a phone, in the light and in the dark', PHONE, 'light'],
  ['a desktop in the dark', DESKTOP, 'dark'],
] as const)(
  'breaks no rule of WCAG 2.2 AA in any state on %s',
  async (_name, device, colorScheme) => {
    const shown = { locale: 'zh-CN', colorScheme, reducedMotion: 'reduce', bypassCSP: true } as const;
    const context = await browser.newContext({ ...device, ...shown });
    const phone = device === PHONE;
    const found: Record<string, string[]> = {};
    const seen: string[] = [];
    const look = async (page: Page, state: string): Promise<void> => {
      seen.push(state);
      const wrong = await violations(page);
      if (phone) wrong.push(...(await smallTargets(page)), ...(await inTheDark(page)));
      if (wrong.length > 0) found[state] = wrong;
    };
    await walkThrough({ servers, context, language: 'zh-CN', wide: !phone, look });
    expect(found).toEqual({});
    expect(seen.length).toBeGreaterThan(45);
    await context.close();
  },
  WALK_MS,
);
