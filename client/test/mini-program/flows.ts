import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { startServers, type Servers } from '../integration/servers';
import type { Phones } from './chromium';
import { readPack, type Pack } from './pack';
import { pick, type Phone, type PhoneOptions } from './phone';
import { answered, ask, begins, faults, lastAnswer, seen, seenIn, shown, squeezed, storage } from './told';

const BUILT = fileURLToPath(new URL('../../dist/build/mp-weixin', import.meta.url));
/** A picture of one pixel. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** Long enough to be left and come back to; distinct sentences, so that nothing lost or doubled goes unnoticed. */
const LONG = Array.from({ length: 60 }, (_, n) => `第${n + 1}句：话题里的每一个字都要原样到达，不多也不少。`).join(
  '\n\n',
);
/** It runs for some eight seconds. */
const SLOW = { text: LONG, tokensPerSecond: 170 };
/** Still longer than the network is away. */
const STEADY = { text: LONG, tokensPerSecond: 400 };

/** The same flows in each kind of page. */
export function flows(kind: string, phonesOf: (pack: Pack) => Promise<Phones>): void {
  let servers: Servers;
  let phones: Phones;
  const open: Phone[] = [];

  beforeAll(async () => {
    servers = await startServers({ wechat: true });
    phones = await phonesOf(readPack(BUILT));
  });
  afterEach(async () => {
    for (const phone of open.splice(0)) {
      expect(await faults(phone)).toEqual([]);
      await phone.close();
    }
  });
  afterAll(async () => {
    await phones.close();
    await servers.close();
  });
  async function start(options: Partial<PhoneOptions> = {}): Promise<Phone> {
    const phone = await phones.open({ server: servers.origin, ...options });
    open.push(phone);
    return phone;
  }

  describe(`the mini-program in ${kind}`, () => {
    it('starts as a guest where WeChat gives no code, asks, and reads a streamed answer', async () => {
      await servers.plan({ text: '你好，这是**第一条**回答。' });
      const phone = await start();
      await ask(phone, '你好');
      await answered(phone, 1);
      expect(await lastAnswer(phone)).toBe('你好，这是第一条回答。');
      expect(await storage(phone)).toMatchObject({ 'account.session': expect.stringContaining('"guest"') as string });
    });

    it('logs in by WeChat, with a code that was used asked for anew, and takes along what was asked as a guest', async () => {
      await servers.plan({ text: '游客的回答。' });
      const guest = await start();
      await ask(guest, '我是游客时问的');
      await answered(guest, 1);
      const kept = await storage(guest);

      const phone = await start({ storage: kept, person: { loginCodes: ['used-a', `xiaoming.${kind}`] } });
      await expect
        .poll(async () => (await storage(phone))['account.session'], { timeout: 10_000 })
        .toContain('"wechat"');
      await phone.tap('.header .ui-icon-button');
      await seen(phone, '我是游客时问的');
    });

    it('stops an answer and keeps what was written', async () => {
      await servers.plan(SLOW);
      const phone = await start();
      await ask(phone, '长一点');
      await begins(phone);
      await phone.tap('.composer [aria-label=停止生成]');
      await seen(phone, '已停止');
      const stopped = await lastAnswer(phone);
      expect(squeezed(LONG).startsWith(stopped)).toBe(true);
      expect(stopped.length).toBeLessThan(squeezed(LONG).length);
    });

    it('comes back to the middle of an answer after a minute in the background, and misses nothing', async () => {
      await servers.plan(SLOW);
      const phone = await start();
      await ask(phone, '长一点');
      await begins(phone);
      const before = await lastAnswer(phone);
      await phone.run((program) => program.hide(), null);
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      await phone.run((program) => program.show(54_000), null);
      await answered(phone, 1);
      expect(before.length).toBeLessThan(squeezed(LONG).length);
      expect(await lastAnswer(phone)).toBe(squeezed(LONG));
    });

    it('goes on exactly where it was after the network was away', async () => {
      await servers.plan(STEADY);
      const phone = await start();
      await ask(phone, '长一点');
      await begins(phone);
      await phone.run((program) => program.setOnline(false), null);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await phone.run((program) => program.setOnline(true), null);
      await answered(phone, 1);
      expect(await lastAnswer(phone)).toBe(squeezed(LONG));
    });

    it('opens an old topic after a new start, renames it, and begins a new one', async () => {
      await servers.plan({ text: '记住了。' });
      const first = await start();
      await ask(first, '记住这一段');
      await answered(first, 1);
      const phone = await start({ storage: await storage(first) });
      await phone.tap('.header .ui-icon-button');
      await phone.tap('.topic', '记住这一段');
      await expect.poll(() => lastAnswer(phone)).toBe('记住了。');
      await phone.tap('.header-title');
      await phone.type('.ui-prompt-field', '新的名字');
      await phone.tap('.ui-sheet-panel .ui-button', '保存');
      await expect.poll(async () => (await phone.texts('.header-title')).join('')).toBe('新的名字');
      await phone.tap('.header [aria-label=新话题]');
      await seen(phone, '今天想聊点什么');
      expect(await shown(phone)).toBe('');
    });

    it('shares a topic as a card, and a reader without a log-in opens it, also in single-page mode', async () => {
      await servers.plan({ text: '这条**回答**会被分享。' });
      const phone = await start();
      await ask(phone, '分享给朋友');
      await answered(phone, 1);
      await phone.tap('.header [aria-label=更多操作]');
      await phone.tap('.ui-menu-item', '分享话题');
      await phone.tap('.ui-sheet-panel .ui-button', '生成链接');
      await expect.poll(async () => (await phone.texts('.share-row')).length).toBe(1);
      const card = (await phone.run((program) => program.share('.share-send'), null)) as { path: string };
      const [, path = '', id = ''] = /^\/(.+)\?id=(.+)$/.exec(card.path) ?? [];

      const reader = await start({ launch: { path, query: { id } } });
      await seenIn(reader, '.share-page', '这条回答会被分享');
      await seenIn(reader, '.share-page', 'AI 生成');
      await reader.tap('.shared .ui-button', '接着这个话题聊');
      await seen(reader, '这条回答会被分享');

      const timeline = (await phone.run((program) => program.share('timeline'), null)) as { query: string };
      const still = await start({
        launch: { scene: 1154, query: Object.fromEntries(new URLSearchParams(timeline.query)) },
      });
      await seen(still, '这条回答会被分享');
      expect(await storage(still)).not.toHaveProperty('account.session');

      // The same where the program has been running: what was shared is opened, not what was open.
      await phone.tap('.share-row-words');
      await seenIn(phone, '.share-page', '这条回答会被分享');
      await servers.plan({ text: '接着聊的回答。' });
      await phone.tap('.shared .ui-button', '接着这个话题聊');
      await seen(phone, '这条回答会被分享');
      await ask(phone, '接着问');
      await seen(phone, '接着聊的回答');
    });

    it('uploads a document and a photo, is told that nothing can be read in one, and asks about the other', async () => {
      await servers.plan({ text: '读到了。' });
      const phone = await start();
      await pick(phone, [
        { name: '说明.md', content: Buffer.from('# 说明\n\n电梯里信号会断。').toString('base64'), kind: 'file' },
      ]);
      await phone.tap('.composer [aria-label=添加照片或文件]');
      await phone.tap('.ui-menu-item', '聊天中的文件');
      await seen(phone, '说明.md');
      await pick(phone, [{ name: '照片.png', content: PICTURE, kind: 'image' }]);
      await phone.tap('.composer [aria-label=添加照片或文件]');
      await phone.tap('.ui-menu-item', '拍照或相册');
      await expect.poll(async () => (await phone.texts('.attached-chip')).length).toBe(2);
      // The model here takes no pictures, and no words are found in one pixel.
      await seen(phone, '没有读到文字');
      await phone.tap('.attached-chip.is-failed .attached-remove');
      await ask(phone, '里面说了什么？');
      await answered(phone, 1);
      await seenIn(phone, '.messages', '说明.md');
      const prompt = await servers.prompted();
      expect(prompt).toContain('电梯里信号会断。');
    });

    it('marks in an answer what it rests on, and shows the passage in its place', async () => {
      await servers.plan({ text: '电梯里**没有信号**[1]，编造的不算 [9]。' });
      const phone = await start();
      await pick(phone, [
        { name: '说明.md', content: Buffer.from('# 说明\n\n电梯里信号会断。').toString('base64'), kind: 'file' },
      ]);
      await phone.tap('.composer [aria-label=添加照片或文件]');
      await phone.tap('.ui-menu-item', '聊天中的文件');
      await seen(phone, '说明.md');
      await ask(phone, '电梯里有信号吗？');
      await answered(phone, 1);
      expect(await lastAnswer(phone)).toBe('电梯里没有信号1，编造的不算。');
      expect(await phone.texts('.source-chip.is-count')).toEqual(['1 处来源']);
      await phone.tap('.md-cite', '1');
      await seenIn(phone, '.evidence .is-passage', '电梯里信号会断。');
      await seenIn(phone, '.evidence', '说明.md');
      await phone.tap('.ui-sheet-panel [aria-label=关闭]');
      await expect.poll(async () => (await phone.texts('.evidence')).length).toBe(0);
      await phone.tap('.source-chip', '说明.md');
      await seenIn(phone, '.evidence .is-passage', '电梯里信号会断。');
    });

    it('looks into a file of the topic as it was read, and lets it go', async () => {
      await servers.plan({ text: '看过了。' });
      const phone = await start();
      const parts = Array.from(
        { length: 60 },
        (_, n) => `第 ${n + 1} 条：每晚不超过 ${400 + n} 元，超出部分自己承担。`,
      );
      const table = '| 级别 | 火车 |\n| --- | --- |\n| 经理 | 一等座 |';
      const content = ['# 差旅制度', '## 住宿', ...parts, '## 交通', table].join('\n\n');
      await pick(phone, [{ name: '制度.md', content: Buffer.from(content).toString('base64'), kind: 'file' }]);
      await phone.tap('.composer [aria-label=添加照片或文件]');
      await phone.tap('.ui-menu-item', '聊天中的文件');
      await seen(phone, '制度.md');
      await ask(phone, '有什么规定？');
      await answered(phone, 1);
      await phone.tap('.header [aria-label=更多操作]');
      await phone.tap('.ui-menu-item', '话题文件（1）');
      await phone.tap('.topic-file-open', '制度.md');
      await seenIn(phone, '.file-passages', '第 1 条：每晚不超过 400 元');
      await seenIn(phone, '.file-place', '差旅制度 › 住宿');
      await seenIn(phone, '.file-passages', '第 60 条：每晚不超过 459 元');
      await seenIn(phone, '.file-passages', '一等座');
      await phone.tap('.file-head .ui-icon-button');
      await phone.tap('.topic-file .ui-icon-button');
      await phone.tap('.ui-menu-item', '移除文件');
      await seen(phone, '还没有文件');
      await seen(phone, '已移除“制度.md”');
      await expect.poll(async () => (await phone.texts('.asked-file')).length).toBe(0);
    });

    it('shows the theme that is chosen, and keeps it', async () => {
      const phone = await start();
      await phone.tap('.header .ui-icon-button');
      await phone.tap('.topic-panel .ui-icon-button');
      await phone.tap('.ui-choice-option', '深色');
      await expect.poll(() => phone.classes('.page')).toContain('theme-dark');
      expect((await storage(phone))['account.settings']).toContain('dark');
    });
  });
}
