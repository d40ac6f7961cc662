import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product } from './product';

const ANSWER_MS = 40_000;
/** Until a draft is on the device. */
const KEPT_MS = 700;
const PICTURE = fileURLToPath(new URL('../../dist/build/h5/static/icon-192.png', import.meta.url));
let product: Product;
beforeAll(async () => {
  product = await startProduct({ DEMO_MODEL_TOKENS_PER_SECOND: '400', ASKS_PER_MINUTE: '0', DEMO_MODEL_VISION: '1' });
});
afterAll(() => product.close());

const input = (page: Page) => page.locator('#composer-field textarea');
const options = (page: Page) => page.getByRole('option');
const answered = (page: Page, count: number) =>
  expect.poll(() => page.getByText('AI 生成').count(), { timeout: ANSWER_MS }).toBe(count);
const selected = (page: Page) =>
  input(page).evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));
const ask = async (page: Page, text: string, count: number) => {
  await input(page).fill(text);
  await page.getByLabel('发送').click();
  await answered(page, count);
};

interface Pasted {
  text?: string;
  html?: string;
  files?: { name: string; type: string; base64?: string }[];
}

/** Pastes as a browser does that has this in its clipboard; out: whether the field took it by itself. */
const paste = (page: Page, content: Pasted) =>
  input(page).evaluate((field, { text, html, files = [] }) => {
    const data = new DataTransfer();
    if (text !== undefined) data.setData('text/plain', text);
    if (html !== undefined) data.setData('text/html', html);
    for (const { name, type, base64 } of files) {
      const bytes = base64 === undefined ? '# 一\n\n二' : Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
      data.items.add(new File([bytes], name, { type }));
    }
    return field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, content);

const questions = async (page: Page) =>
  (await page.locator('.question-text').allInnerTexts()).map((text) => text.trim());

describe('Enter', () => {
  it('sends at a desk, with Shift it makes a line', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await input(page).focus();
    await page.keyboard.type('第一行');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('第二行');
    expect(await input(page).inputValue()).toBe('第一行\n第二行');
    expect(await questions(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect.poll(() => questions(page)).toEqual(['第一行\n第二行']);
    expect(await input(page).inputValue()).toBe('');
    await context.close();
  });

  it('makes a line on a phone, where a button sends', async () => {
    const { page, context } = await product.visit();
    await input(page).tap();
    await expect.poll(() => input(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('第一行');
    await page.keyboard.press('Enter');
    await page.keyboard.type('第二行');
    expect(await input(page).inputValue()).toBe('第一行\n第二行');
    expect(await questions(page)).toEqual([]);
    await page.getByLabel('发送').tap();
    await expect.poll(() => questions(page)).toEqual(['第一行\n第二行']);
    await context.close();
  });
});

describe('templates', () => {
  it('are found and filled in with the keyboard, and the browser’s undo brings back what was typed', async () => {
    const { page, problems, context } = await product.visit({ desktop: true });
    await input(page).focus();
    await page.keyboard.type('/');
    await expect.poll(() => options(page).count()).toBeGreaterThanOrEqual(12);
    await page.keyboard.type('db');
    await expect.poll(() => options(page).allInnerTexts()).toHaveLength(1);
    await page.keyboard.press('Enter');
    expect(await input(page).inputValue()).toContain('请用表格对比{甲}和{乙}');
    expect(await selected(page)).toBe('{甲}');
    await page.keyboard.type('苹果');
    await page.keyboard.press('Tab');
    expect(await selected(page)).toBe('{乙}');
    await page.keyboard.type('梨');
    await page.keyboard.press('Tab');
    expect(await selected(page)).toBe('{哪些方面}');
    await page.keyboard.press('Shift+Tab');
    expect(await selected(page)).toBe('{哪些方面}');
    await page.keyboard.type('味道');
    expect(await input(page).inputValue()).toBe('请用表格对比苹果和梨，从味道来看，最后给出建议。');
    for (let n = 0; n < 12 && (await input(page).inputValue()) !== '/db'; n += 1)
      await page.keyboard.press('Control+z');
    expect(await input(page).inputValue()).toBe('/db');
    await page.keyboard.press('Escape');
    await expect.poll(() => options(page).count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('are taken by a finger, made of what was written, changed, deleted and brought back, on all devices', async () => {
    const visit = await product.visit();
    const { page } = visit;
    await input(page).fill('把{文件}改写成通知');
    await page.getByLabel('添加照片或文件').tap();
    await page.getByText('存为模板', { exact: true }).tap();
    await page.getByLabel('名称').locator('input').or(page.locator('input[aria-label="名称"]')).first().fill('通知');
    await page.getByText('保存', { exact: true }).tap();
    await expect.poll(() => page.getByText('新建模板').count()).toBe(0);
    const other = await product.again(visit);
    await input(other.page).fill('、tz');
    await options(other.page).first().tap();
    expect(await input(other.page).inputValue()).toBe('把{文件}改写成通知');
    const box = await other.page.getByText('填下一处：文件').boundingBox();
    expect(box).not.toBeNull();
    await other.page.getByText('填下一处：文件').tap();
    expect(await selected(other.page)).toBe('{文件}');

    await input(page).fill('/');
    expect((await options(page).first().boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await page.getByLabel('编辑模板：通知').tap();
    await page.getByText('删除', { exact: true }).tap();
    await page.getByText('已删除模板“通知”').waitFor();
    expect(await page.getByLabel('编辑模板：通知').count()).toBe(0);
    await page.getByText('撤销', { exact: true }).tap();
    await input(page).fill('');
    await input(page).fill('/');
    await page.getByLabel('编辑模板：通知').waitFor();
    await visit.context.close();
    await other.context.close();
  });

  it('are no trap: what is not found is a question', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await input(page).fill('/etc/hosts 是什么');
    expect(await options(page).count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByLabel('你的问题').getByText('/etc/hosts 是什么').waitFor();
    await context.close();
  });
});

describe('an input method', () => {
  it('keeps its keys to itself, in the list as well', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await input(page).focus();
    await page.keyboard.type('/');
    const cdp = await context.newCDPSession(page);
    await cdp.send('Input.imeSetComposition', { text: 'fan yi', selectionStart: 6, selectionEnd: 6 });
    const enter = { type: 'keyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 } as const;
    await cdp.send('Input.dispatchKeyEvent', enter);
    expect(await input(page).inputValue()).toBe('/fan yi');
    await cdp.send('Input.insertText', { text: '翻译' });
    await expect.poll(() => options(page).count()).toBe(2);
    await page.waitForTimeout(100);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await input(page).inputValue()).toContain('请翻译成通顺的中文');
    await context.close();
  });
});

describe('what is pasted', () => {
  it('is a file where it is files, and a text where there is one', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await input(page).focus();
    const files = [
      { name: 'a.md', type: 'text/markdown' },
      { name: 'b.md', type: 'text/markdown' },
    ];
    expect(await paste(page, { files, text: '表格', html: '<b>表格</b>' })).toBe(true);
    expect(await page.getByLabel('移除：a.md').count()).toBe(0);
    expect(await paste(page, { files })).toBe(false);
    await page.getByLabel('移除：b.md').waitFor();
    expect(await page.getByLabel('移除：a.md').count()).toBe(1);

    // They are still attached after a reload, with what was written.
    await input(page).fill('总结一下');
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('attached.')));
    await expect.poll(() => page.getByText('附件传完就能发送').count(), { timeout: 15_000 }).toBe(0);
    await page.waitForTimeout(KEPT_MS);
    await page.reload();
    await page.getByLabel('移除：b.md').waitFor();
    expect(await input(page).inputValue()).toBe('总结一下');
    await page.getByLabel('发送').click();
    await answered(page, 1);
    expect(await page.getByLabel('移除：b.md').count()).toBe(0);
    await context.close();
  });

  it('is shown as the picture that it is, before it is asked about and after a reload', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await input(page).focus();
    const picture = { name: 'image.png', type: 'image/png', base64: readFileSync(PICTURE, 'base64') };
    expect(await paste(page, { files: [picture] })).toBe(false);
    await page.getByLabel(/^移除：.*\.png$/).waitFor();
    await ask(page, '图里是什么', 1);
    for (const reloaded of [false, true]) {
      if (reloaded) await page.reload();
      const width = () => page.locator('.asked-file img').evaluate((shown: HTMLImageElement) => shown.naturalWidth);
      await expect.poll(width, { timeout: ANSWER_MS }).toBe(192);
    }
    await context.close();
  });

  it('becomes a file where it is too long, also without a network, and a text again on demand', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await input(page).fill('说明：');
    // What shows files is kept on the device by then.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);
    const text = `# 标题\n\n${'长'.repeat(12_000)}`;
    expect(await paste(page, { text })).toBe(false);
    await page.getByLabel('移除：粘贴的文字.md').waitFor();
    expect(await input(page).inputValue()).toBe('说明：');
    await page.getByText('撤销', { exact: true }).click();
    expect(await input(page).inputValue()).toBe(`说明：${text}`);
    expect(await page.getByLabel('移除：粘贴的文字.md').count()).toBe(0);
    await page.getByText(/超出 \d+ 字/).waitFor();
    await context.close();
  });
});

describe('a quoted passage', () => {
  it('is asked about, shown as a quotation, kept over a reload, and worded anew', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await ask(page, '你好', 1);
    await page.evaluate(() => {
      const [key] = Object.keys(localStorage).filter((each) => each.startsWith('chat.lastTopic'));
      const topicId = localStorage.getItem(key ?? '') ?? '';
      const data = { text: '> 第一行\n>\n> 第二行\n\n为什么？', at: 1 };
      localStorage.setItem(`draft.${topicId}`, JSON.stringify({ type: 'object', data }));
    });
    await page.reload();
    await page.getByLabel('引用的内容').getByText('第二行').waitFor();
    expect(await input(page).inputValue()).toBe('为什么？');
    await page.getByLabel('移除引用').click();
    expect(await page.getByLabel('引用的内容').count()).toBe(0);
    await page.getByText('撤销', { exact: true }).click();
    await page.getByLabel('引用的内容').waitFor();
    await page.getByLabel('发送').click();
    await answered(page, 2);
    expect(await page.getByLabel('引用的内容').count()).toBe(0);
    expect(await page.locator('.question-quotation').innerText()).toBe('第一行\n\n第二行');

    await input(page).focus();
    await page.keyboard.press('ArrowUp');
    expect(await input(page).inputValue()).toBe('为什么？');
    await page.getByLabel('引用的内容').waitFor();
    await page.keyboard.press('Escape');
    expect(await input(page).inputValue()).toBe('');
    expect(await page.getByText('正在修改问题').count()).toBe(0);
    await context.close();
  });
});

describe('a passage of an answer', () => {
  it('is selected, quoted and asked about', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await ask(page, '你好', 1);
    const passage = page.locator('.answer p').first();
    await passage.selectText();
    await page.getByRole('toolbar', { name: '选中的内容' }).getByText('引用提问').click();
    const quoted = await page.getByLabel('引用的内容').innerText();
    await ask(page, '为什么？', 2);
    expect(quoted).not.toBe('');
    expect((await passage.innerText()).replace(/\s/g, '')).toContain(quoted.replace(/\s|…/g, '').slice(0, 10));
    expect((await questions(page))[1]).toMatch(/为什么？$/);
    expect(await page.locator('.question-quotation').innerText()).toBe((await passage.innerText()).trim());
    expect(await page.getByLabel('引用的内容').count()).toBe(0);
    await context.close();
  });
});

describe('what is written', () => {
  it('is a draft of its topic, and of no other, over a reload as well', async () => {
    const { page, context } = await product.visit({ desktop: true });
    const to = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
    await ask(page, '甲的问题', 1);
    await input(page).fill('写给甲的');
    await to('新话题');
    await expect.poll(() => input(page).inputValue()).toBe('');
    await ask(page, '乙的问题', 1);
    await input(page).fill('写给乙的');
    await to('话题：甲的问题');
    await expect.poll(() => input(page).inputValue()).toBe('写给甲的');
    await page.reload();
    await expect.poll(() => input(page).inputValue()).toBe('写给甲的');
    await to('话题：乙的问题');
    await expect.poll(() => input(page).inputValue()).toBe('写给乙的');
    await to('新话题');
    await expect.poll(() => input(page).inputValue()).toBe('');
    await context.close();
  });

  it('is one draft in two tabs, and not lost to either', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await ask(page, '你好', 1);
    const second = await context.newPage();
    await second.goto(product.url);
    await input(second).waitFor();
    await answered(second, 1);
    await input(page).fill('第一个标签页写的');
    await expect.poll(() => input(second).inputValue()).toBe('第一个标签页写的');
    await input(second).fill('第一个标签页写的，接着写');
    await expect.poll(() => input(page).inputValue()).toBe('第一个标签页写的，接着写');
    await page.reload();
    await expect.poll(() => input(page).inputValue()).toBe('第一个标签页写的，接着写');
    await context.close();
  });

  it('has the page where it is long, and goes back to its place', async () => {
    const { page, context } = await product.visit();
    await input(page).fill(Array.from({ length: 6 }, (_, n) => `第 ${n} 行`).join('\n'));
    await page.getByLabel('放大输入框').tap();
    const height = async () => (await input(page).boundingBox())?.height ?? 0;
    await expect.poll(height).toBeGreaterThan(500);
    await page.getByLabel('缩小输入框').tap();
    await expect.poll(height).toBeLessThan(250);
    await context.close();
  });

  it('can be spoken where the browser takes it, and why not is told', async () => {
    const { page, context } = await product.visit({ desktop: true });
    await page.addInitScript(() => {
      class Recogniser {
        onresult: ((event: object) => void) | null = null;
        onerror: ((event: object) => void) | null = null;
        onend: (() => void) | null = null;
        start(): void {
          const told = (transcript: string, isFinal: boolean) =>
            this.onresult?.({ resultIndex: 0, results: [Object.assign([{ transcript }], { isFinal })] });
          if (sessionStorage.getItem('denied')) {
            setTimeout(() => (this.onerror?.({ error: 'not-allowed' }), this.onend?.()), 50);
            return;
          }
          setTimeout(() => told('今天', false), 50);
          window.addEventListener('spoken', () => (told('今天天气', true), this.onend?.()), { once: true });
        }
      }
      Object.assign(window, { SpeechRecognition: Recogniser });
    });
    await page.reload();
    await page.getByLabel('语音输入').click();
    await page.getByText('今天', { exact: true }).waitFor();
    expect(await input(page).inputValue()).toBe('');
    await page.evaluate(() => window.dispatchEvent(new Event('spoken')));
    await expect.poll(() => input(page).inputValue()).toBe('今天天气');
    await page.evaluate(() => sessionStorage.setItem('denied', '1'));
    await input(page).fill('');
    await page.getByLabel('语音输入').click();
    await page.getByText('没有麦克风权限').waitFor();
    await context.close();
  });
});
