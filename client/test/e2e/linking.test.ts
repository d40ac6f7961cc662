import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser } from './browser';
import { CLIENT_DIR } from './config';

const CODE = /huati-link:[\w-]+/;

let servers: Servers;
let browser: Browser;
beforeAll(async () => {
  servers = await startServers({ wechat: true, settings: { CLIENT_DIR } });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await servers.close();
});

async function post(path: string, token: string | null, body: object): Promise<{ token: string }> {
  const reply = await fetch(`${servers.origin}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  expect(reply.ok).toBe(true);
  return (await reply.json()) as { token: string };
}

it('gives a browser the account of whoever scans its code in WeChat, with what was asked there before', async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  await servers.plan({ text: '浏览器里的回答。' });
  await page.goto(servers.origin);
  await page.locator('textarea').fill('在浏览器里问的');
  await page.getByLabel('发送').click();
  await page.getByText('浏览器里的回答。', { exact: true }).waitFor();

  await page.getByLabel('打开话题列表').click();
  await page.getByLabel('设置', { exact: true }).click();
  const made = page.waitForResponse((response) => response.url().endsWith('/api/links'));
  await page.getByText('微信扫码登录', { exact: true }).click();
  const { link } = (await (await made).json()) as { link: { id: string } };
  await page.locator('.link-picture').waitFor();
  expect(CODE.test(`huati-link:${link.id}`)).toBe(true);

  const person = await post('sessions', null, { kind: 'wechat', code: 'scanner.1' });
  await post(`links/${link.id}/confirm`, person.token, {});
  await page.getByText('已登录，话题已并入你的微信账号。').waitFor();
  const topics = await fetch(`${servers.origin}/api/topics`, { headers: { authorization: `Bearer ${person.token}` } });
  expect(JSON.stringify(await topics.json())).toContain('在浏览器里问的');
  await page.close();
});
