import { readFile } from 'node:fs/promises';
import jsQr from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Browser, Download, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textsOf } from '../exports/png';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { CLIENT_DIR } from './config';

const ANSWER = [
  '## 结论\n\n营收**增长** 12%，毛利率见 `margin`，*注意*口径；~~旧数~~ 见[公告](https://a.example/report)。',
  '- 华东\n  - 上海最好\n- 西南',
  '| 区域 | 金额 | 说明 |\n| --- | ---: | --- |\n| 华东 | 1,204 | 增长最快，全年没有退货 |\n| 西南 | 300 | 持平 |',
  '```ts\nexport function margin(revenue: number, cost: number): number {\n  return (revenue - cost) / revenue; // 毛利率\n}\n```',
  '> 引自年报：“稳中有进。”',
  '这一段很长，写来看看折行：手机走进电梯时信号会断，出来以后要接着读，一个字也不能少（更不能多出一个字来）。'.repeat(
    4,
  ),
].join('\n\n');

let servers: Servers;
let browser: Browser;
beforeAll(async () => {
  servers = await startServers({
    settings: { CLIENT_DIR, LLM_MAX_MODEL_LEN: '64000', LLM_MAX_OUTPUT_TOKENS: '24000' },
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await servers.close();
});

/** A visitor's page after a question was answered with `answer`. */
async function asked(question: string, answer: string, colorScheme: 'light' | 'dark' = 'light') {
  const context = await browser.newContext({ ...PHONE, locale: 'zh-CN', colorScheme });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(servers.origin);
  await ask(page, question, answer, 1);
  return { page, context, problems };
}

async function ask(page: Page, question: string, answer: string, answers: number): Promise<void> {
  await servers.plan({ text: answer, tokensPerSecond: 5_000 });
  await page.locator('textarea').first().fill(question);
  await page.getByLabel('发送').click();
  await expect.poll(() => page.locator('.answer-label').count(), { timeout: 60_000 }).toBe(answers);
}

const drawn = (page: Page) => page.locator('.poster-picture');

async function saved(page: Page, button: string | RegExp): Promise<Download> {
  const download = page.waitForEvent('download');
  await page.locator('.export').getByRole('button', { name: button }).click();
  return download;
}

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** How many colours there are among the pixels, as far as they are counted. */
function colours(data: Buffer): number {
  const seen = new Set<number>();
  for (let at = 0; at + 4 <= data.length; at += 4 * 7) seen.add(data.readUInt32BE(at));
  return seen.size;
}

/** The words of a PDF in the order in which it has them. */
async function textOf(pdf: Buffer): Promise<string> {
  const read = await getDocument({ data: new Uint8Array(pdf), useSystemFonts: true }).promise;
  const pages = await Promise.all(Array.from({ length: read.numPages }, (_, at) => read.getPage(at + 1)));
  const items = (await Promise.all(pages.map((page) => page.getTextContent()))).flatMap((content) => content.items);
  const words = items.map((item) => ('str' in item ? item.str : '')).join('');
  return words.normalize('NFKC');
}

/** How many colours there are from `from` to `to` of the height, parts of 1. */
function coloursFrom({ data, width, height }: PNG, from: number, to: number): number {
  const row = (part: number): number => Math.floor(part * height) * width * 4;
  return colours(data.subarray(row(from), row(to)));
}

/** What the QR code says at the foot of a poster; null where there is none. */
function codeOf(picture: PNG): string | null {
  const height = Math.min(picture.height, picture.width);
  const foot = picture.data.subarray((picture.height - height) * picture.width * 4);
  return jsQr(new Uint8ClampedArray(foot), picture.width, height)?.data ?? null;
}

it('an answer becomes a picture with its label in the metadata, and with a code that leads to it where one wishes', async () => {
  const { page, context, problems } = await asked('去年怎么样？', ANSWER);
  await page.getByLabel('对这条回答的更多操作').last().click();
  await page.getByText('导出图片或文件').click();
  await drawn(page).waitFor();
  const plain = await saved(page, '保存图片');
  expect(plain.suggestedFilename()).toMatch(/\.png$/);
  const png = await bytesOf(plain);
  const picture = PNG.sync.read(png);
  expect(picture.width).toBe(780);
  expect(picture.height).toBeGreaterThan(2_000);
  // The question's head alone has many: what is below it is drawn as well, everywhere.
  for (const at of [0.3, 0.5, 0.7]) expect(coloursFrom(picture, at - 0.1, at + 0.1)).toBeGreaterThan(10);
  expect([...picture.data.subarray(0, 3)]).toEqual([0xfb, 0xfa, 0xf8]);
  expect(codeOf(picture)).toBeNull();
  const texts = textsOf(png);
  expect(texts.Description).toBe('内容由 AI 生成');
  expect(JSON.parse(texts.AIGC ?? '')).toMatchObject({ Label: '1', ContentProducer: 'Huati' });

  const made = page.waitForResponse((response) => /\/api\/topics\/[^/]+\/shares$/.test(response.url()));
  await page.locator('.export').getByText('带二维码').click();
  await page.locator('.export').getByRole('button', { name: '生成链接，加上二维码' }).click();
  const { share } = (await (await made).json()) as { share: { id: string; url: string } };
  await drawn(page).waitFor();
  expect(codeOf(PNG.sync.read(await bytesOf(await saved(page, '保存图片'))))).toBe(share.url);
  const read = (await (await fetch(`${servers.origin}/api/shares/${share.id}`)).json()) as { messages: unknown[] };
  expect(read.messages).toHaveLength(2);

  await page.locator('.export').getByText('深色', { exact: true }).click();
  await drawn(page).waitFor();
  const dark = PNG.sync.read(await bytesOf(await saved(page, '保存图片')));
  expect([...dark.data.subarray(0, 3)]).toEqual([0x13, 0x14, 0x16]);
  // On white in the dark too.
  expect(codeOf(dark)).toBe(share.url);

  // The picture that was saved carries its link; a code that nobody took does not.
  await page.locator('.export').getByText('不带', { exact: true }).click();
  await drawn(page).waitFor();
  expect((await fetch(`${servers.origin}/api/shares/${share.id}`)).status).toBe(200);
  expect(problems).toEqual([]);
  await context.close();
});

it('a topic becomes files of Markdown and text, which say what made them', async () => {
  const { page, context, problems } = await asked('第一问', '第一答：**重点**。');
  await ask(page, '第二问', '第二答。', 2);
  await page.getByLabel('更多操作', { exact: true }).click();
  await page.getByText('导出为文件').click();
  await page.locator('.export-text').waitFor();
  const file = await saved(page, '保存文件');
  expect(file.suggestedFilename()).toMatch(/\.md$/);
  const markdown = (await bytesOf(file)).toString('utf8');
  expect(markdown).toMatch(/^---\ntitle: /);
  expect(markdown).toContain('label: "内容由 AI 生成"');
  expect(markdown).toMatch(/^AIGC: "\{/m);
  expect(markdown).toMatch(/> 第一问[\s\S]+第一答：\*\*重点\*\*。[\s\S]+> 第二问[\s\S]+第二答。/);
  await page.locator('.export').getByText('纯文本').click();
  const text = (await bytesOf(await saved(page, '保存文件'))).toString('utf8');
  expect(text).toContain('第一答：重点。');
  expect(text).toContain('内容由 AI 生成\nAIGC: {"Label":"1"');
  expect(problems).toEqual([]);
  await context.close();
});

it('prints what is exported and nothing else of the page, under a title that has the label', async () => {
  const { page, context, problems } = await asked('打印我', ANSWER);
  await page.evaluate(() => {
    // As browsers do that have something to print with.
    window.print = () => {
      window.dispatchEvent(new Event('beforeprint'));
      document.body.setAttribute('data-printed', document.title);
    };
  });
  await page.getByLabel('对这条回答的更多操作').last().click();
  await page.getByText('导出图片或文件').click();
  await page.locator('.export').getByText('打印 / PDF').click();
  await page.locator('.export').getByRole('button', { name: '打印或存为 PDF' }).click();
  await page.locator('body[data-printed]').waitFor();
  expect(await page.locator('body').getAttribute('data-printed')).toContain('（内容由 AI 生成）');
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.print-sheet .print-question').isVisible()).toBe(true);
  expect(await page.locator('textarea').first().isVisible()).toBe(false);
  const pdf = await page.pdf({ format: 'A4' });
  const text = await textOf(pdf);
  // Some fonts have radicals in place of such signs as 长: none of these is one.
  for (const part of ['打印我', '12%', '上海最好', 'export function margin', '稳中有进', '内容由 AI 生成']) {
    expect(text).toContain(part);
  }
  expect(text.match(/电梯时信号会断/g)).toHaveLength(4);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  expect(await page.locator('.print-sheet').count()).toBe(0);
  expect(problems).toEqual([]);
  await context.close();
});

it('a topic of 12,000 characters becomes several pictures, and nothing stands still for it', async () => {
  const { page, context, problems } = await asked(
    '写一篇长文',
    Array.from({ length: 9 }, () => ANSWER)
      .join('\n\n')
      .repeat(2),
  );
  await page.evaluate(() => {
    const seen = window as unknown as { frames: number };
    seen.frames = 0;
    // Once a frame: what is noted was shown.
    const look = (): void => {
      if (document.querySelector('.poster-done')) seen.frames += 1;
      requestAnimationFrame(look);
    };
    look();
  });
  await page.getByLabel('更多操作', { exact: true }).click();
  await page.getByText('生成图片').click();
  await expect.poll(() => drawn(page).count(), { timeout: 60_000 }).toBeGreaterThan(1);
  const frames = await page.evaluate(() => (window as unknown as { frames: number }).frames);
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  const count = await drawn(page).count();
  await page
    .locator('.export')
    .getByRole('button', { name: `保存 ${count} 张图片` })
    .click();
  await expect.poll(() => downloads.length).toBe(count);
  for (const download of downloads) {
    const png = await bytesOf(download);
    const picture = PNG.sync.read(png);
    expect(picture.width).toBe(780);
    expect(picture.height).toBeLessThanOrEqual(16_000);
    expect(textsOf(png).AIGC).toContain('"Label":"1"');
    for (const at of [0.25, 0.5, 0.75]) expect(coloursFrom(picture, at - 0.05, at + 0.05)).toBeGreaterThan(10);
  }
  expect(downloads.map((download) => /-(\d+)\.png$/.exec(download.suggestedFilename())?.[1])).toEqual(
    downloads.map((_, at) => String(at + 1)),
  );
  // The page was painted meanwhile. How long a step is at most, test/exports/steps.test.ts counts.
  expect(frames).toBeGreaterThan(3);
  expect(problems).toEqual([]);
  await context.close();
});
