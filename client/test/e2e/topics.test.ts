import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product } from './product';

const ANSWER_MS = 40_000;
let product: Product;
beforeAll(async () => {
  // A small window, so that a few answers fill it.
  product = await startProduct({
    LLM_MAX_MODEL_LEN: '1700',
    LLM_MAX_OUTPUT_TOKENS: '700',
    ASKS_PER_MINUTE: '0',
    DEMO_MODEL_TOKENS_PER_SECOND: '150',
  });
});
afterAll(() => product.close());

const input = (page: Page) => page.locator('.composer textarea').first();
const ask = async (page: Page, text: string) => {
  await input(page).fill(text);
  await page.getByLabel('发送').click();
  await page.getByLabel('停止生成').waitFor();
  await page.getByLabel('停止生成').waitFor({ state: 'detached', timeout: ANSWER_MS });
};
const questions = async (page: Page) =>
  (await page.getByLabel('你的问题', { exact: true }).allInnerTexts()).map((text) => text.split('\n')[0]?.trim());
const drawer = async (page: Page) => {
  await page.getByLabel('打开话题列表').click();
  await page.getByLabel('收起话题列表').waitFor();
};
const editTo = async (page: Page, from: string, to: string) => {
  await page.getByLabel(`对问题的操作：${from}`).click();
  await page.getByLabel('修改问题').click();
  await page.getByText('原来的回答会保留').waitFor();
  await ask(page, to);
};

describe('branches', () => {
  it('keep both wordings of a question, and show the chosen one on every device', async () => {
    const visit = await product.visit();
    const { page, problems } = visit;
    await ask(page, '表格');
    await ask(page, '代码');
    await input(page).fill('还没写完的话');
    await editTo(page, '代码', '你是谁');
    expect(await questions(page)).toEqual(['表格', '你是谁']);
    expect(await input(page).inputValue()).toBe('还没写完的话');
    await page.getByText('2/2').waitFor();

    const other = await product.again(visit);
    await other.page.getByText('2/2').waitFor();
    await page.getByLabel('上一个版本').click();
    for (const device of [page, other.page]) {
      await device.getByText('1/2').waitFor();
      await expect.poll(() => questions(device)).toEqual(['表格', '代码']);
    }
    await page.reload();
    await page.getByText('1/2').waitFor();
    expect(await questions(page)).toEqual(['表格', '代码']);

    await page.getByLabel('重试').click();
    await page.getByText('2/2').waitFor({ timeout: ANSWER_MS });
    expect(problems).toEqual([]);
    await visit.context.close();
    await other.context.close();
  });
});

/** Scrolls up until a text is there: of a long topic only what is near is drawn. */
async function upTo(page: Page, text: string | RegExp): Promise<void> {
  await expect
    .poll(
      async () => {
        if ((await page.getByText(text).count()) > 0) return true;
        await page.locator('#messages').evaluate((view) => view.scrollBy(0, -view.clientHeight / 2));
        return false;
      },
      { timeout: 30_000, interval: 200 },
    )
    .toBe(true);
}

describe('a topic', () => {
  it('is found by two Han characters, and opened where they stand', async () => {
    const { page, problems, context } = await product.visit();
    await ask(page, '长文，请提到小米');
    await page.getByLabel('新话题').click();
    await ask(page, '你好');
    await drawer(page);
    await page.locator('.search-field input').fill('绳子');
    await page.locator('.search-hit').first().waitFor();
    expect(await page.locator('.search-hit .found-word').first().innerText()).toBe('绳子');
    await page.locator('.search-hit').first().click();
    await page.waitForFunction(() => (CSS.highlights.get('sought')?.size ?? 0) > 0);
    const place = await page.evaluate(() => {
      const [range] = [...(CSS.highlights.get('sought') ?? [])];
      return range instanceof Range ? range.getBoundingClientRect().top : -1;
    });
    expect(place).toBeGreaterThan(50);
    expect(place).toBeLessThan(800);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('shows where the model’s memory begins, what stands for the rest, and what an answer took', async () => {
    const { page, problems, context } = await product.visit();
    for (const text of ['长文一', '长文二', '长文三']) await ask(page, text);
    await upTo(page, /更早的内容模型/);
    // It is summed up behind the answer: who asks at once is answered without.
    await page.waitForTimeout(2000);
    await ask(page, '长文四');
    await upTo(page, '更早的内容模型只看到摘要 · 查看');
    await page.getByText('更早的内容模型只看到摘要 · 查看').click();
    await page.getByText(/演示摘要/).waitFor();
    await page.getByLabel('关闭').click();
    await page.getByLabel('回到最新').click();
    await page.getByLabel('对这条回答的更多操作').last().click();
    await page.getByText('用量', { exact: true }).click();
    await page.locator('.usage').getByText('1,700').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('takes a role from the library, with its blanks filled in', async () => {
    const { page, problems, context } = await product.visit();
    await page.getByLabel('话题设置').click();
    await page.getByText('从角色库选择').click();
    await page.getByText('翻译', { exact: true }).click();
    await page.getByText('日语', { exact: true }).click();
    await page.getByText('使用', { exact: true }).click();
    await expect.poll(() => page.locator('.setup textarea').inputValue()).toContain('译成日语');
    await page.getByText('保存', { exact: true }).click();
    await page.reload();
    await ask(page, '你好');
    await page.reload();
    await page.getByLabel('话题设置').click();
    await expect.poll(() => page.locator('.setup textarea').inputValue()).toContain('译成日语');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('tells the model what was thought of its answer, and goes on with a suggestion', async () => {
    const { page, problems, context } = await product.visit();
    await ask(page, '你好');
    await page.getByLabel('没有帮助', { exact: true }).click();
    await page.getByText('太啰嗦').click();
    await page.getByText('提交', { exact: true }).click();
    await page.getByLabel('取消“没有帮助”').waitFor();
    await page.reload();
    await page.getByLabel('取消“没有帮助”').waitFor();
    await page.getByText('下一步应该怎么做？').click();
    await expect.poll(() => questions(page)).toEqual(['你好', '下一步应该怎么做？']);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('refuses a question that is too long with both numbers, and keeps it', async () => {
    const { page, context } = await product.visit();
    const long = '长'.repeat(5000);
    await input(page).fill(long);
    await page.getByLabel('发送').click();
    await page.getByText(/约 5,000 个 token，最多 [\d,]+ 个/).waitFor();
    await expect.poll(async () => (await input(page).inputValue()).length).toBe(long.length);
    await context.close();
  });
});

describe('several topics', () => {
  it('are deleted together, and brought back together', async () => {
    const { page, problems, context } = await product.visit();
    for (const text of ['表格', '代码', '你是谁']) {
      await page.getByLabel('新话题').click({ force: true });
      await ask(page, text);
    }
    await drawer(page);
    await page.getByLabel('更多操作：话题：代码').click();
    await page.getByText('选择多个').click();
    await page.getByRole('checkbox').filter({ hasText: '表格' }).click();
    await page.getByText('删除 2 个话题').click();
    await expect.poll(() => page.locator('.topic-title').count()).toBe(1);
    await page.getByText('撤销', { exact: true }).click();
    await expect.poll(() => page.locator('.topic-title').count()).toBe(3);
    expect(problems).toEqual([]);
    await context.close();
  });
});
