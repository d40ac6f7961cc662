import type { Browser, Page } from 'playwright-core';
import { openBrowser, PHONE } from '../e2e/browser';
import { hostScript } from './bundle';
import type { Pack } from './pack';
import { DOMAIN, worldOf, type Phone, type PhoneOptions } from './phone';

const SOME_PAGE = '/healthz';

export interface Phones {
  open(options: PhoneOptions): Promise<Phone>;
  close(): Promise<void>;
}

/** Phones in real Chromium: layout, taps and typing are a browser's. */
export async function chromiumPhones(pack: Pack): Promise<Phones> {
  const browser = await openBrowser();
  const script = await hostScript();
  return { open: (options) => open(browser, pack, script, options), close: () => browser.close() };
}

async function open(browser: Browser, pack: Pack, script: string, options: PhoneOptions): Promise<Phone> {
  const dark = options.device?.theme === 'dark';
  const context = await browser.newContext({
    ...PHONE,
    viewport: { ...PHONE.viewport, width: options.device?.width ?? PHONE.viewport.width },
    locale: 'zh-CN',
    bypassCSP: true,
    colorScheme: dark ? 'dark' : 'light',
  });
  const page = await context.newPage();
  // A page that really came from the server, so that the browser's rules for foreign ones, which WeChat lacks, stay out.
  await page.goto(`${options.server}${SOME_PAGE}`);
  await page.setContent(hostPage(pack.styles));
  await page.addScriptTag({ content: script });
  await page.evaluate(
    ({ world, launch }) => {
      window.startProgram(world).launch(launch);
    },
    { world: { ...worldOf(options), pack }, launch: options.launch },
  );
  page.on(
    'pageerror',
    (error) => void page.evaluate((what) => window.program.world.faults.add('uncaught', what), error.message),
  );
  return phoneOf(page, () => context.close());
}

function phoneOf(page: Page, close: () => Promise<void>): Phone {
  const find = (selector: string, text?: string) =>
    page
      .locator(selector)
      .filter({ visible: true, ...(text !== undefined && { hasText: text }) })
      .first();
  return {
    // The function is sent as text and runs in the page.
    run: (work, argument) => page.evaluate(`(${work.toString()})(window.program, ${JSON.stringify(argument)})`),
    tap: (selector, text) => find(selector, text).tap(),
    longPress: async (selector, text) => {
      const box = await find(selector, text).boundingBox();
      if (!box) throw new Error(`nothing to press: ${selector}`);
      const session = await page.context().newCDPSession(page);
      const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
      await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
      await page.waitForTimeout(600);
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    },
    draw: async (byPx) => {
      const session = await page.context().newCDPSession(page);
      const { width = 0, height = 0 } = page.viewportSize() ?? {};
      const at = (part: number) => [{ x: width / 2, y: height / 3 + byPx * part }];
      await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
      for (const part of [0.25, 0.5, 0.75, 1])
        await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(part) });
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      await session.detach();
    },
    type: (selector, text) => page.locator(selector).locator('textarea, input').first().fill(text),
    texts: (selector) => page.locator(selector).filter({ visible: true }).allInnerTexts(),
    classes: async (selector) => (await find(selector).getAttribute('class')) ?? '',
    screenshot: async (path) => void (await page.screenshot({ path })),
    close,
  };
}

/** The page around the program: what WeChat's web view gives before a style of the program. */
function hostPage(styles: string): string {
  return `<!doctype html><html><head><meta name="viewport" content="width=device-width, initial-scale=1"><style>
    html, body { margin: 0; height: 100%; overflow: hidden; -webkit-tap-highlight-color: transparent; }
    wx-page-frame, wx-page { display: block; height: 100%; }
    wx-page-frame { overflow-y: auto; }
    wx-page-frame[hidden], [hidden] { display: none !important; }
    wx-view, wx-scroll-view, wx-cover-view, wx-form { display: block; }
    wx-text { white-space: pre-wrap; }
    wx-scroll-view { height: 100%; }
    wx-textarea, wx-input { display: block; }
    wx-textarea > textarea, wx-input > input { display: block; box-sizing: border-box; width: 100%; height: 100%; margin: 0;
      padding: 0; border: 0; outline: 0; background: none; color: inherit; font: inherit; resize: none; field-sizing: content; }
    wx-image { display: inline-block; background-size: contain; background-repeat: no-repeat; background-position: center; }
    wx-button { display: block; box-sizing: border-box; margin: 0 auto; padding: 0 14px; border-radius: 5px; text-align: center;
      font-size: 18px; line-height: 2.55; color: #000; background: #f8f8f8; }
    #host-capsule { position: fixed; z-index: 9999; top: 48px; right: 7px; width: 87px; height: 32px; box-sizing: border-box; pointer-events: none;
      border: 1px solid #8886; border-radius: 16px; text-align: center; line-height: 30px; color: #888; background: #8881; }
    ${styles}
  </style></head><body data-domain="${DOMAIN}"><div id="host-capsule">···　◎</div></body></html>`;
}
