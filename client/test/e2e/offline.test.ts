import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGate, type Gate } from './gate';
import { startProduct, type Product } from './product';

const built = fileURLToPath(new URL('../../dist/build/h5', import.meta.url));

const ANSWER_MS = 60_000;
const VERSION_MS = 60_000;
/** Until what was read and written is on the device. */
const KEPT_MS = 1_500;

let product: Product;
let gate: Gate;
beforeAll(async () => {
  product = await startProduct({ ASKS_PER_MINUTE: '0' });
  gate = await startGate(product.url);
});
afterAll(async () => {
  await gate.shut();
  await product.close();
});

const input = (page: Page) => page.getByLabel('输入问题');
const asked = (page: Page, text: string) => page.getByLabel('你的问题').getByText(text, { exact: true });
const questions = async (page: Page) =>
  (await page.getByLabel('你的问题', { exact: true }).allInnerTexts()).map((text) => text.split('\n')[0]?.trim());
const answered = (page: Page, count: number) =>
  expect.poll(() => page.getByText('AI 生成').count(), { timeout: ANSWER_MS }).toBe(count);

/** A page of someone who has asked one thing, and whose browser has kept the program. */
async function known() {
  const visit = await product.visit({ at: gate.url });
  const { page } = visit;
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: VERSION_MS });
  await input(page).fill('你好');
  await page.getByLabel('发送').tap();
  await answered(page, 1);
  return visit;
}

describe('on the home screen', () => {
  interface Icon {
    src: string;
    sizes: string;
    type: string;
    purpose?: string;
  }

  it('the program has a name, a page to start with and icons that are there in the sizes it tells', async () => {
    const response = await fetch(`${product.url}/manifest.webmanifest`);
    expect(response.headers.get('content-type')).toContain('manifest+json');
    const manifest = (await response.json()) as { name: string; start_url: string; display: string; icons: Icon[] };
    expect(manifest).toMatchObject({ name: '话题 Huati', start_url: '/', scope: '/', display: 'standalone' });
    const sizes = manifest.icons.map(({ sizes: told }) => told);
    expect(sizes).toEqual(expect.arrayContaining(['192x192', '512x512']));
    expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
    for (const { src, sizes: told, type } of manifest.icons) {
      const icon = await fetch(`${product.url}${src}`);
      expect([src, icon.status, icon.headers.get('content-type')]).toEqual([src, 200, expect.stringContaining(type)]);
      const bytes = Buffer.from(await icon.arrayBuffer());
      if (type === 'image/png') expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(told);
    }
  });

  it('all that the worker keeps was built', () => {
    const worker = readFileSync(`${built}/sw.js`, 'utf8');
    const urls = [...worker.matchAll(/["']?url["']?:\s*["'](\/[^"']+)["']/g)].map(([, found = '']) => found);
    expect(urls.length).toBeGreaterThan(20);
    expect(urls).toContain('/index.html');
    for (const found of urls) expect(() => readFileSync(`${built}${found}`), found).not.toThrow();
  });
});

describe('without a network', () => {
  it('shows what was read and written, and asks once what was asked meanwhile', async () => {
    const { page: before, context } = await known();
    await input(before).fill('写到一半的');
    await before.waitForTimeout(KEPT_MS);
    await before.close();
    await gate.shut();
    await context.setOffline(true);

    const page = await context.newPage();
    await page.goto(gate.url);
    await asked(page, '你好').waitFor();
    await answered(page, 1);
    await expect.poll(() => input(page).inputValue()).toBe('写到一半的');
    await page.getByText(/^(?:连接中…|网络已断开)/).waitFor();
    await input(page).fill('写到一半的，写完了');
    await page.getByLabel('发送').tap();
    await page.getByText('网络恢复后自动发出').waitFor();
    await page.reload();
    await page.getByText('网络恢复后自动发出').waitFor();
    expect(await page.getByText('写到一半的，写完了').count()).toBe(1);
    expect(await input(page).inputValue()).toBe('');

    await gate.open();
    await context.setOffline(false);
    await answered(page, 2);
    expect(await page.getByText('网络恢复后自动发出').count()).toBe(0);
    // As the server has it, with nothing of it on the device.
    await page.waitForTimeout(KEPT_MS);
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.startsWith('thread.')) localStorage.removeItem(key);
    });
    await page.reload();
    await answered(page, 2);
    expect(await questions(page)).toEqual(['你好', '写到一半的，写完了']);
    await context.close();
  });
});

describe('a newer version', () => {
  it('is offered once it is ready, and taken on a tap with what is just being written', async () => {
    const { page, context } = await known();
    const newer = () => page.locator('meta[name="newer"]').count();
    await input(page).fill('写到');
    gate.changes.set('/index.html', (text) => text.replace('<head>', '<head><meta name="newer" />'));
    gate.changes.set('/sw.js', (text) => text.replace(/(\/index\.html",\s*"revision":\s*")\w+/, '$1newer'));
    await page.reload();
    await page.getByText('新版本已就绪').waitFor({ timeout: VERSION_MS });
    expect(await newer()).toBe(0);
    await input(page).fill('写到一半');
    await page.getByText('重启更新').tap();
    await expect.poll(newer, { timeout: VERSION_MS }).toBe(1);
    await expect.poll(() => input(page).inputValue()).toBe('写到一半');
    await answered(page, 1);
    gate.changes.clear();
    await context.close();
  });
});
