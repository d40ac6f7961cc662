/**
 * Takes the README's pictures from the running product: `npm run screenshots`, or some of them: `npm run screenshots -- share poster`.
 * Needs Debian's Chromium and CJK fonts.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { at } from './lib/paths.mjs';
import { sampleRules } from './lib/sample-rules.mjs';

const require = createRequire(at('client', 'package.json'));
const { chromium } = require('playwright-core');
const PHONE = { viewport: { width: 412, height: 915 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };
/** Sheets have come to rest; what a model offers to ask next is not there yet, and would push the answer up. */
const SETTLE_MS = 600;
/** Until a topic's title is written, letter by letter. */
const TITLE_MS = 1_500;
/** From the top of a conversation to what is shown of it. */
const SHOWN_BELOW_PX = 96;
/** What the product keeps of somebody who chose the largest text. */
const CARE = JSON.stringify({ type: 'object', data: { theme: 'system', language: 'system', textSize: 'largest' } });
const QUESTION = '用表格比较三种排序算法，再给一段 TypeScript 代码';
/** What the sample knowledge answers by two documents, joined in the graph. */
const KNOWN = '砚池资本投资的公司收购了谁？';
const RULES = { name: '差旅管理办法.pdf', mimeType: 'application/pdf', buffer: await sampleRules() };

const wanted = process.argv.slice(2);
const data = await mkdtemp(join(tmpdir(), 'huati-pictures-'));
const child = spawn(process.execPath, [at('scripts', 'start.mjs')], {
  env: { ...process.env, PORT: '0', DATA_DIR: data, LLM_BASE_URL: '', RAG_URL: '', RAG_KIND: '' },
  stdio: ['pipe', 'pipe', 'inherit'],
});
const url = await new Promise((resolve) => {
  let printed = '';
  child.stdout.on('data', (bytes) => {
    printed += bytes;
    const found = /http:\/\/localhost:(\d+)/.exec(printed);
    if (found) resolve(`http://127.0.0.1:${found[1]}`);
  });
});
const browser = await chromium.launch({
  executablePath: process.env.TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
});

/**
 * @param {string} name the file's, without its ending
 * @param {object} device
 * @param {'light' | 'dark'} colorScheme
 * @param {(page: any) => Promise<void>} [use] what is done before the picture is taken
 */
async function picture(name, device, colorScheme, use) {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const context = await browser.newContext({ ...device, colorScheme, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('输入问题').waitFor();
  await use?.(page);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: at('docs', 'images', `${name}.png`) });
  await context.close();
}

/** @param {any} page @param {string} [question] */
async function ask(page, question = QUESTION) {
  await page.locator('.composer textarea').fill(question);
  await page.getByLabel('发送').click();
  await page.getByText('AI 生成').waitFor({ timeout: 60_000 });
}

/** Asks, and shows the answer from `selector` on. @param {any} page @param {string} question @param {string} selector */
async function askAndShow(page, question, selector) {
  await ask(page, question);
  const shown = page.locator(selector).first();
  await shown.waitFor({ timeout: 60_000 });
  await page.waitForTimeout(SETTLE_MS);
  await shown.evaluate((/** @type {any} */ found) => found.scrollIntoView({ block: 'start' }));
  // What is at the top stands below the header, with some room.
  await page.mouse.wheel(0, -SHOWN_BELOW_PX);
}

/** Asks a question about a PDF. @param {any} page */
async function askRules(page) {
  await page.getByLabel('添加照片或文件').click();
  const chooser = page.waitForEvent('filechooser');
  await page.locator('.ui-menu-item', { hasText: '文件' }).first().click();
  await (await chooser).setFiles(RULES);
  await page.locator('.composer textarea').fill('住宿费超过标准由谁批准？发票和行程单几天内提交？');
  await page.locator('.composer .is-solid[aria-disabled=false]').click();
  await page.getByText('AI 生成').waitFor({ timeout: 60_000 });
}

/** Asks what the organisation knows, and opens what the answer rests on. @param {any} page */
async function why(page) {
  await ask(page, KNOWN);
  await page.locator('.md-cite').first().click();
  await page.locator('.quote-text').first().waitFor();
}

/** Opens what makes links to a topic, after a question. @param {any} page */
async function sharing(page) {
  await ask(page, KNOWN);
  await page.waitForTimeout(TITLE_MS);
  await page.getByLabel('更多操作', { exact: true }).click();
  await page.getByText('分享话题', { exact: true }).click();
  await page.getByRole('switch', { name: '直播' }).click();
}

await picture('answer', PHONE, 'light', async (page) => {
  await ask(page, KNOWN);
  await page.locator('.source-chip').first().waitFor();
});
await picture('evidence', PHONE, 'light', why);
await picture('graph', PHONE, 'light', async (page) => {
  await why(page);
  await page.getByText('关系图', { exact: true }).click();
  await page.locator('.picture-node').first().waitFor();
});
await picture('files', PHONE, 'light', async (page) => {
  await askRules(page);
  await page.locator('.md-cite').first().click();
  await page.locator('.sight-mark').first().waitFor();
});
await picture('topics-dark', PHONE, 'dark', async (page) => {
  await askRules(page);
  for (const question of ['帮我写一封会议改期的邮件', '用生活中的例子解释量子纠缠', QUESTION]) {
    await page.getByLabel('新话题').first().click();
    await ask(page, question);
  }
  await page.getByLabel('打开话题列表').click();
  await page.waitForTimeout(TITLE_MS);
});
await picture('branch', PHONE, 'light', async (page) => {
  await ask(page);
  await page.getByLabel(/对问题的操作/).click();
  await page.getByLabel('修改问题').click();
  await page.locator('.composer textarea').fill('怎样选择排序算法？');
  await page.getByLabel('发送').click();
  await page.getByLabel('停止生成').waitFor();
  await page.getByLabel('停止生成').waitFor({ state: 'detached', timeout: 60_000 });
  await page.getByText('下一步应该怎么做？').waitFor();
  await page.getByText('2/2').evaluate((/** @type {any} */ found) => found.scrollIntoView({ block: 'center' }));
});
await picture('formulas', PHONE, 'light', (page) =>
  askAndShow(page, '勾股定理和高斯积分的公式', '.answer .md-math.is-set'),
);
await picture('diagram', PHONE, 'dark', (page) =>
  askAndShow(page, '画一张流程图和一张柱状图', '.answer .md-diagram-picture'),
);
await picture('code', PHONE, 'light', (page) => askAndShow(page, '用代码给一组词分组', '.answer .md-code'));
await picture('care', PHONE, 'light', async (page) => {
  await page.evaluate(`localStorage.setItem('account.settings', ${JSON.stringify(CARE)})`);
  await page.reload();
  await ask(page, KNOWN);
  await page.locator('.source-chip').first().waitFor();
});
await picture('templates', PHONE, 'light', async (page) => {
  await page.locator('.composer textarea').fill('/');
  await page.locator('.template').first().waitFor();
});
await picture('selection', PHONE, 'light', async (page) => {
  await askAndShow(page, QUESTION, '.answer .md-table');
  await page
    .locator('.answer .prose p')
    .last()
    .evaluate((/** @type {any} */ found) => {
      found.ownerDocument.getSelection().selectAllChildren(found);
    });
  await page.getByRole('toolbar', { name: '选中的内容' }).waitFor();
});
await picture('share', PHONE, 'light', async (page) => {
  await sharing(page);
  await page.getByRole('switch', { name: '密码' }).click();
});
await picture('reader', PHONE, 'light', async (page) => {
  await sharing(page);
  await page.getByRole('button', { name: '开始直播分享' }).click();
  const link = await page.locator('.share-made-url').innerText();
  // As somebody who has nothing but the link.
  await page.evaluate('localStorage.clear()');
  await page.goto(link.trim());
  await page.getByText('1 人在看').waitFor();
});
await picture('poster', PHONE, 'light', async (page) => {
  await ask(page);
  await page.waitForTimeout(TITLE_MS);
  await page.locator('.answer-actions .ui-icon-button').last().click();
  await page.getByText('导出图片或文件', { exact: true }).click();
  await page.locator('.poster-picture').waitFor();
});
await picture('desktop', DESKTOP, 'light', async (page) => {
  await ask(page);
  await page.waitForTimeout(TITLE_MS);
});
await browser.close();
child.kill('SIGTERM');
await new Promise((resolve) => child.once('exit', resolve));
await rm(data, { recursive: true, force: true });
