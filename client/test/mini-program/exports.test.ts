// @vitest-environment node
import jsQr from 'jsqr';
import { PNG } from 'pngjs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textsOf } from '../exports/png';
import { startServers, type Servers } from '../integration/servers';
import { chromiumPhones, type Phones } from './chromium';
import { readPack } from './pack';
import type { Phone, PhoneOptions } from './phone';
import { answered, ask, faults, seenIn } from './told';

const BUILT = fileURLToPath(new URL('../../dist/build/mp-weixin', import.meta.url));
const ANSWER =
  '## 结论\n\n营收**增长** 12%。\n\n| 区域 | 金额 |\n| --- | ---: |\n| 华东 | 1,204 |\n\n```ts\nconst margin = 0.12;\n```';
const LONG = Array.from(
  { length: 60 },
  (_, n) => `第${n + 1}段：${'图片太长就分成几张，每一张都能发。'.repeat(3)}`,
).join('\n\n');
const SAVE = '.export .ui-button';
/** Folder of what the program keeps itself. */
const KEPT = 'wxfile://usr/exports/';

let servers: Servers;
let phones: Phones;
const open: Phone[] = [];

beforeAll(async () => {
  servers = await startServers();
  phones = await chromiumPhones(readPack(BUILT));
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

/** A phone on which an answer is about to be exported. */
async function exporting(text: string, options: Partial<PhoneOptions> = {}): Promise<Phone> {
  const phone = await phones.open({ server: servers.origin, ...options });
  open.push(phone);
  await servers.plan({ text, tokensPerSecond: 5_000 });
  await ask(phone, '今年怎么样？');
  await answered(phone, 1);
  await phone.tap('.answer-actions [aria-label=对这条回答的更多操作]');
  await phone.tap('.ui-menu-item', '导出图片或文件');
  return phone;
}

const drawn = (phone: Phone, count: number): Promise<void> =>
  expect.poll(() => pictures(phone), { timeout: 30_000 }).toBe(count);
const pictures = (phone: Phone): Promise<number> =>
  phone.run(() => document.querySelectorAll('.poster-picture').length, null);
const seen = (phone: Phone) => phone.run((program) => ({ ...program.world.seen }), null);
const kept = (phone: Phone): Promise<string[]> =>
  phone.run((program, folder) => [...program.world.files.keys()].filter((path) => path.startsWith(folder)), KEPT);

async function fileAt(phone: Phone, path: string | undefined): Promise<Buffer> {
  const content = await phone.run((program, at) => program.world.files.get(at)?.content ?? '', path ?? '');
  return Buffer.from(content, 'base64');
}

function coloursOf({ data }: PNG): number {
  const found = new Set<number>();
  for (let at = 0; at < data.length; at += 4 * 7) found.add(data.readUInt32BE(at));
  return found.size;
}

/** What the QR code at the foot of the only picture says; empty where there is none. */
async function codeOf(phone: Phone): Promise<string> {
  const [path] = await kept(phone);
  if (path === undefined) return '';
  const { width, height, data } = PNG.sync.read(await fileAt(phone, path));
  const side = Math.min(width, height);
  return jsQr(new Uint8ClampedArray(data.subarray((height - side) * width * 4)), width, side)?.data ?? '';
}

describe('exports in the mini-program', () => {
  it('draws an answer on its canvas, labelled within and without, into the album and to a friend', async () => {
    const phone = await exporting(ANSWER);
    await drawn(phone, 1);
    await phone.tap(SAVE, '保存图片');
    await expect.poll(async () => (await seen(phone)).album.length).toBe(1);
    const [path] = (await seen(phone)).album;
    const file = await fileAt(phone, path);
    const picture = PNG.sync.read(file);
    expect(picture.width).toBe(390 * 2);
    expect(picture.height).toBeGreaterThan(400 * 2);
    expect(coloursOf(picture)).toBeGreaterThan(50);
    const texts = textsOf(file);
    expect(JSON.parse(texts.AIGC ?? '{}')).toMatchObject({ Label: '1' });
    expect(texts.Description).toBe('内容由 AI 生成');

    await phone.tap(SAVE, '发送');
    await expect.poll(async () => (await seen(phone)).sent).toEqual([path]);
  });

  it('draws it anew, dark and with a code, and keeps the newest alone', async () => {
    const phone = await exporting(ANSWER);
    await drawn(phone, 1);
    const [light] = await kept(phone);
    await phone.tap('.ui-choice-option', '深色');
    await phone.tap('.ui-choice-option', '带二维码');
    await phone.tap(SAVE, '生成链接，加上二维码');
    await expect.poll(() => codeOf(phone), { timeout: 30_000 }).toMatch(/\/s\/[\w-]{24}$/);
    expect(await kept(phone)).toHaveLength(1);
    expect(await kept(phone)).not.toContain(light);
    expect(PNG.sync.read(await fileAt(phone, (await kept(phone))[0])).data[0]).toBeLessThan(64);
    await phone.tap('[aria-label=关闭]');
    await expect.poll(() => kept(phone)).toEqual([]);
  });

  it('offers each of several pictures, saves all, and tells where the album is closed', async () => {
    const phone = await exporting(LONG, { person: { allowsAlbum: false } });
    await seenIn(phone, '.export', '内容较长，分成');
    const count = await pictures(phone);
    expect(count).toBeGreaterThan(1);
    await phone.tap(SAVE, '发送第 2 张');
    await expect.poll(async () => (await seen(phone)).sent.length).toBe(1);
    const [second] = (await seen(phone)).sent;
    expect(second).toBe((await kept(phone))[1]);
    for (const path of await kept(phone)) {
      const { width, height } = PNG.sync.read(await fileAt(phone, path));
      expect(width).toBe(390 * 2);
      expect(height).toBeLessThanOrEqual(4096);
    }
    await phone.tap(SAVE, `保存 ${count} 张图片`);
    await seenIn(phone, '.ui-snackbar', '没有写入相册的权限');
    await phone.run((program) => void (program.world.person.allowsAlbum = true), null);
    await phone.tap(SAVE, `保存 ${count} 张图片`);
    await expect.poll(async () => (await seen(phone)).album.length).toBe(count);
  });

  it('sends Markdown as a file, with its label', async () => {
    const phone = await exporting(ANSWER);
    await phone.tap('.ui-choice-option', 'Markdown');
    await phone.tap(SAVE, '保存文件');
    await expect.poll(async () => (await seen(phone)).sent.length).toBe(1);
    expect((await seen(phone)).sent[0]).toMatch(/\.md$/);
    const text = String(
      await fileAt(
        phone,
        (await kept(phone)).find((path) => path.endsWith('.md')),
      ),
    );
    expect(text).toContain('营收**增长** 12%');
    expect(text).toContain('内容由 AI 生成');
  });
});
