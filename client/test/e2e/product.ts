import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, PHONE } from './browser';
import { environment } from './config';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const START_MS = 90_000;
const DESKTOP = { viewport: { width: 1280, height: 800 } };

type BrowserState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The product as `npm start` starts it, and a browser. */
export interface Product {
  url: string;
  /** A page of a new visitor, under another address `at` wish; `problems` fills with what its console complains of. */
  visit(options?: { desktop?: boolean; dark?: boolean; at?: string }): Promise<Visit>;
  /** Another device of the same visitor. */
  again(visit: Visit): Promise<Visit>;
  close(): Promise<void>;
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  problems: string[];
}

/** Starts the whole on free ports with an empty data folder. Rejects where it does not come up. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const data = await mkdtemp(join(tmpdir(), 'huati-e2e-'));
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...environment(), PORT: '0', DATA_DIR: data, LLM_BASE_URL: '', ...settings },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await addressOf(child);
  const browser = await openBrowser();
  return {
    url,
    visit: (options) => visit(browser, options?.at ?? url, options),
    again: async ({ context }) => visit(browser, url, { storage: await context.storageState() }),
    close: async () => {
      await browser.close();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function visit(
  browser: Browser,
  url: string,
  options: { desktop?: boolean; dark?: boolean; storage?: BrowserState } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    ...(options.desktop ? DESKTOP : PHONE),
    locale: 'zh-CN',
    colorScheme: options.dark ? 'dark' : 'light',
    ...(options.storage && { storageState: options.storage }),
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(url);
  await page.getByLabel('输入问题').waitFor();
  return { page, context, problems };
}

/** The address in what the process prints once it is ready. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(() => reject(new Error(`it did not start:\n${printed}`)), START_MS);
    child.stdout?.on('data', (bytes: Buffer) => {
      printed += bytes.toString('utf8');
      const [, port] = /http:\/\/localhost:(\d+)/.exec(printed) ?? [];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${String(code)}:\n${printed}`)));
  });
}
