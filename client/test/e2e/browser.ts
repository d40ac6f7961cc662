import { chromium, type Browser, type Page } from 'playwright-core';
import { afterEach } from 'vitest';
import { chromiumPath } from './config';

/** So much is told of a page, UTF-16 units. */
const TOLD_MAX = 800;

/** A page as it is on a phone. */
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** Chromium that reaches nothing but this machine. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  browsers.push(browser);
  return browser;
}

const browsers: Browser[] = [];

/** What is read on a page: where a test failed far from here, nobody can look. */
async function tell(page: Page): Promise<void> {
  const words = await page.evaluate((max) => document.body.innerText.slice(0, max), TOLD_MAX);
  process.stderr.write(`seen at ${page.url()}:\n${words.replace(/\n+/g, ' | ')}\n`);
}

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const contexts = browsers.filter((browser) => browser.isConnected()).flatMap((browser) => browser.contexts());
  await Promise.allSettled(contexts.flatMap((context) => context.pages()).map(tell));
});
