import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { openBrowser, PHONE } from './browser';
import { CLIENT_DIR } from './config';

const ANSWER = [
  '第一句话在这里。第二句说到**要点**和公式 $a^2$。第三句是最后一句。',
  '3. 苹果\n4. 香蕉',
  '| 模型 | 数 |\n| --- | ---: |\n| **甲** | -1 |\n| a,b | =1+1 |',
  '```ts\nconst a = 1;\n\nlet b;\n```',
  'It works. 完了。',
].join('\n\n');
const AT_ONCE = { tokensPerSecond: 20_000 };
const LONG_MS = 60_000;

declare global {
  interface Window {
    spoken: string[];
    finish: () => void;
  }
}

let servers: Servers;
let browser: Browser;
let context: BrowserContext;
const problems: string[] = [];

beforeAll(async () => {
  const settings = { CLIENT_DIR, LLM_TITLES: 'off', LLM_SUGGESTIONS: 'off', LLM_TOOLS: 'off', RAG_KIND: 'none' };
  servers = await startServers({ settings });
  browser = await openBrowser();
});
afterEach(async () => {
  await context.close();
  expect(problems.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await servers.close();
});

// A browser without a screen has no voices: in their place one that says a text until it is told that it is done with it.
const VOICE = (): void => {
  let current: { text: string; onstart?: () => void; onend?: () => void } | null = null;
  window.spoken = [];
  window.finish = () => {
    const done = current;
    current = null;
    done?.onend?.();
  };
  class Utterance {
    constructor(readonly text: string) {}
  }
  const engine = {
    speaking: false,
    pending: false,
    getVoices: () => [],
    cancel: () => (current = null),
    speak: (utterance: { text: string; onstart?: () => void }) => {
      if (utterance.text === '') return;
      current = utterance;
      window.spoken.push(utterance.text);
      utterance.onstart?.();
    },
  };
  Object.defineProperty(window, 'speechSynthesis', { value: engine });
  Object.assign(window, { SpeechSynthesisUtterance: Utterance });
};

async function opened(plan: object, touch = true): Promise<Page> {
  const size = touch ? PHONE : { viewport: { width: 1280, height: 800 } };
  context = await browser.newContext({ ...size, locale: 'zh-CN', permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  await page.addInitScript(VOICE);
  await servers.plan(plan);
  await page.goto(servers.origin);
  await page.getByRole('textbox', { name: '输入问题' }).fill('来点内容');
  await page.getByLabel('发送').click();
  return page;
}

const ended = (page: Page) => page.getByText('AI 生成', { exact: true }).waitFor({ timeout: LONG_MS });
/** What is on the clipboard, as text or as HTML. */
const clipboard = (page: Page, type = 'text/plain') =>
  page.evaluate(async (wanted) => {
    const [item] = await navigator.clipboard.read();
    return item?.types.includes(wanted) ? (await item.getType(wanted)).text() : '';
  }, type);
/** Selects from the beginning of one element to the end of another. */
const select = (page: Page, from: string, to = from) =>
  page.evaluate(
    ([first, last]) => {
      const [start, end] = [document.querySelector(first ?? ''), document.querySelector(last ?? '')];
      if (start && end) getSelection()?.setBaseAndExtent(start, 0, end, end.childNodes.length);
    },
    [from, to],
  );
const bar = (page: Page) => page.getByRole('toolbar', { name: '选中的内容' });

describe('what is selected of an answer', () => {
  it('is copied clean, as text and as HTML, by the bar and by the browser’s own way', async () => {
    const page = await opened({ text: ANSWER, ...AT_ONCE });
    await ended(page);
    await page.locator('.md-math.is-set').waitFor({ timeout: LONG_MS });
    await select(page, '.answer .markdown');
    await bar(page).getByText('复制').click();
    const text = [
      '第一句话在这里。第二句说到要点和公式 $a^2$。第三句是最后一句。',
      '3. 苹果\n4. 香蕉',
      "模型\t数\n甲\t-1\na,b\t'=1+1",
      'const a = 1;\n\nlet b;',
      'It works. 完了。',
    ].join('\n\n');
    await expect.poll(() => clipboard(page)).toBe(text);
    const html = await clipboard(page, 'text/html');
    expect(html).toContain('<strong>要点</strong>');
    expect(html).toContain('<pre><code>const a = 1;\n\nlet b;</code></pre>');
    expect(html).not.toContain('class=');

    await select(page, '.md-code-text');
    await bar(page).waitFor();
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.keyboard.press('Control+c');
    await expect.poll(() => clipboard(page)).toBe('const a = 1;\n\nlet b;');
  });

  it('keeps the numbers of the items of a list, whichever of them', async () => {
    const items = Array.from({ length: 20 }, (_, n) => `${n + 3}. 第 ${n + 3} 项`);
    const page = await opened({ text: `${items.join('\n')}\n\n完了。`, ...AT_ONCE });
    await ended(page);
    for (const [from, to] of [
      [0, 1],
      [9, 10],
      [6, 17],
    ] as const) {
      await page.evaluate(
        ([first, last]) => {
          const all = document.querySelectorAll('.answer .md-item');
          const [start, end] = [all[first], all[last]];
          if (start && end) getSelection()?.setBaseAndExtent(start, 0, end, end.childNodes.length);
        },
        [from, to] as const,
      );
      await bar(page).getByText('复制').click();
      await expect.poll(() => clipboard(page)).toBe(items.slice(from, to + 1).join('\n'));
      expect(await clipboard(page, 'text/html')).toContain('<li>');
    }
  });

  it('shows a bar above what a mouse selects, which Tab reaches and Esc closes, and quotes', async () => {
    const page = await opened({ text: ANSWER, ...AT_ONCE }, false);
    await ended(page);
    await page.locator('.md-math.is-set').first().waitFor({ timeout: LONG_MS });
    await page.locator('.answer p').first().scrollIntoViewIfNeeded();
    const box = await page.locator('.answer p').first().boundingBox();
    if (!box) throw new Error('no paragraph');
    await page.mouse.move(box.x + 2, box.y + 14);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 14, { steps: 4 });
    await page.mouse.up();
    await bar(page).waitFor();
    const shown = await bar(page).boundingBox();
    expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeLessThanOrEqual(box.y + 14);
    await page.keyboard.press('Escape');
    await bar(page).waitFor({ state: 'detached' });
    await select(page, '.answer p');
    await bar(page).waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.composer').getByText('第一句话在这里').waitFor();
  });

  it('stays while the rest is being written', async () => {
    const rest = Array.from({ length: 60 }, (_, n) => `这是第 ${n} 段，还要写上一会儿。`).join('\n\n');
    const page = await opened({ text: `${ANSWER}\n\n${rest}`, tokensPerSecond: 150 });
    await page.getByText('这是第 2 段').waitFor({ timeout: LONG_MS });
    await select(page, '.answer p');
    const before = await page.evaluate(() => getSelection()?.toString());
    await page.getByText('这是第 20 段').waitFor({ timeout: LONG_MS });
    expect(before).toContain('第一句话');
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(before);
  });

  it('gives a formula by a tap, a table as CSV, and a whole answer as plain text', async () => {
    const page = await opened({ text: ANSWER, ...AT_ONCE });
    await ended(page);
    await page.locator('.md-math.is-set').first().click({ timeout: LONG_MS });
    await bar(page).getByText('复制 LaTeX').click();
    await expect.poll(() => clipboard(page)).toBe('$$a^2$$');
    await page.getByLabel('复制为 CSV').click();
    await expect.poll(() => clipboard(page)).toBe('模型,数\r\n甲,-1\r\n"a,b",\'=1+1');
    await page.getByLabel('复制为 Markdown').click();
    await expect.poll(() => clipboard(page)).toBe('| 模型 | 数 |\n| --- | ---: |\n| **甲** | -1 |\n| a,b | =1+1 |');
    await page.getByLabel('对这条回答的更多操作').click();
    await page.getByText('复制为纯文本').click();
    await expect.poll(() => clipboard(page)).toMatch(/^第一句话在这里。第二句说到要点[^]*（本内容由 AI 生成）$/);
  });
});

it('reads aloud from what is selected, sentence by sentence, marks it, and stops with the topic', async () => {
  const page = await opened({ text: ANSWER, ...AT_ONCE });
  await ended(page);
  await page.locator('.md-math.is-set').first().waitFor({ timeout: LONG_MS });
  await select(page, '.answer strong');
  await bar(page).getByText('朗读').click();
  const spoken = () => page.evaluate(() => window.spoken);
  await expect.poll(spoken, { timeout: LONG_MS }).toEqual(['第二句说到要点和公式 a 的平方 。']);
  const marked = () =>
    page.evaluate(() => [...(CSS.highlights.get('reading') ?? [])].map((range) => (range as Range).toString()).join());
  expect(await marked()).toMatch(/^第二句说到要点和公式/);
  await page.evaluate(() => window.finish());
  await expect.poll(spoken).toHaveLength(2);
  expect(await marked()).toBe('第三句是最后一句。');
  await page.getByLabel('上一句').click();
  await page.getByLabel('暂停朗读').click();
  await page.getByLabel('继续朗读').waitFor();
  expect(await spoken()).toHaveLength(3);
  await page.getByLabel('新话题').first().click();
  await page.getByLabel('结束朗读').waitFor({ state: 'detached' });
});
