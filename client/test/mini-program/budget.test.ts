import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { chromiumPhones, type Phones } from './chromium';
import type { SetDataCall } from './host/budget';
import { readPack } from './pack';
import { pick, type Phone } from './phone';
import { seedTopic } from './seed';
import { ask, begins, faults, seenIn } from './told';

const BUILT = fileURLToPath(new URL('../../dist/build/mp-weixin', import.meta.url));
/** Of an answer so long the sum counts; a short and slow one pays for each of its messages. */
const LONG_UNITS = 8_000;
/** WeChat's audit allows 20 calls a second and a thousand nodes; what we allow ourselves is less. */
const CALLS_A_SECOND = 15;
const CALL_BYTES = 16 * 1024;
const TOTAL_RATIO = 4;
const NODES = 1_000;
const MESSAGES = 200;

/** An answer as models write long ones: sections of paragraphs and lists, now and then code or a table. */
function longAnswer(units: number): string {
  let text = '';
  for (let section = 1; text.length < units; section += 1) text += sectionOf(section);
  return text.slice(0, units);
}

function sectionOf(number: number): string {
  const sentence = '手机走进电梯时信号会断，出来以后要接着读，**一个字也不能少**，更不能多出一个字来。';
  const paragraph = `${sentence}${'为此每一段文字都带着自己的位置，客户端只按位置把它们拼起来，'.repeat(3)}这就是 \`offset\` 的用处。\n\n`;
  const points = ['断线之后', '换了网络', '退到后台'].map(
    (when) => `- **${when}**：客户端说出自己已有多少，服务器只补上缺的那一段，不会从头再来。\n`,
  );
  const code =
    '```ts\nfunction assemble(held: string, offset: number, piece: string): string {\n  return held + piece.slice(held.length - offset);\n}\n```\n\n';
  const table =
    '| 情形 | 做法 | 代价 |\n| --- | --- | ---: |\n| 断线 | 从位置续读 | 一次往返 |\n| 重复 | 按位置丢弃 | 没有 |\n\n';
  const extra = number % 3 === 1 ? code : number % 3 === 2 ? table : '> 位置是对的，文字就是对的。\n\n';
  return `## 第 ${number} 节 位置与文字\n\n${paragraph}${paragraph}${points.join('')}\n${extra}`;
}

/** The calls of the second that has the most. */
function busiest(calls: readonly SetDataCall[]): SetDataCall[] {
  const seconds = calls.map(({ at }) => calls.filter((call) => call.at >= at && call.at < at + 1_000));
  return seconds.reduce((most, second) => (second.length > most.length ? second : most), []);
}

let servers: Servers;
let phones: Phones;
let phone: Phone;
beforeAll(async () => {
  servers = await startServers({ settings: { LLM_MAX_MODEL_LEN: '32000', LLM_MAX_OUTPUT_TOKENS: '12000' } });
  phones = await chromiumPhones(readPack(BUILT));
});
afterAll(async () => {
  await phones.close();
  await servers.close();
});

/** The calls while an answer streams, from its first words to its last. */
async function streamed(text: string, tokensPerSecond: number): Promise<SetDataCall[]> {
  await servers.plan({ text, tokensPerSecond });
  await ask(phone, '写一篇长文');
  await begins(phone);
  await phone.run((program) => void program.world.budget.calls.splice(0), null);
  await expect.poll(async () => (await phone.texts('.answer-label')).length, { timeout: 120_000 }).toBe(1);
  const calls = await phone.run((program) => program.world.budget.calls.slice(), null);
  // What comes with its end is not streaming any more.
  const end = calls.findIndex(({ component }) => component === 'features/chat/AnswerActions');
  return calls.slice(0, end);
}

describe('what crosses to the view', () => {
  beforeEach(async () => {
    phone = await phones.open({ server: servers.origin });
  });
  afterEach(async () => {
    expect(await faults(phone)).toEqual([]);
    await phone.close();
  });

  it.each([
    { units: LONG_UNITS, tokensPerSecond: 150 },
    { units: 1_200, tokensPerSecond: 40 },
  ])(
    'stays within the budget for $units units at $tokensPerSecond tokens a second',
    async ({ units, tokensPerSecond }) => {
      const text = longAnswer(units);
      const calls = await streamed(text, tokensPerSecond);
      const bytes = calls.reduce((sum, call) => sum + call.bytes, 0);
      const ratio = bytes / Buffer.byteLength(text);
      const largest = Math.max(...calls.map((call) => call.bytes));
      const peak = busiest(calls);
      console.info(
        `setData: ${calls.length} calls, ${peak.length} in a second, the largest ${largest} B, ${ratio.toFixed(2)} x the text`,
      );
      expect(peak.length, peak.map(({ component }) => component).join(' ')).toBeLessThanOrEqual(CALLS_A_SECOND);
      expect(largest).toBeLessThanOrEqual(CALL_BYTES);
      if (units >= LONG_UNITS) expect(ratio).toBeLessThanOrEqual(TOTAL_RATIO);
    },
  );

  it.each([
    ['code', `\`\`\`ts\n${'const total = items.reduce((sum, price) => sum + price, 0);\n'.repeat(70)}`],
    ['table', `| 情形 | 做法 |\n| --- | --- |\n${'| 断线之后 | 从自己的位置接着读 |\n'.repeat(120)}`],
    ['text with formulas', '长度 $a_{i} + \\frac{b}{c}$ 与 $\\alpha$ 一样，可以比较，也可以相加。'.repeat(60)],
  ])('costs no more at the end of one long %s than at its beginning', async (what, text) => {
    const calls = (await streamed(text, 100)).filter(({ component }) => component === 'markdown/native/NativeGroup');
    const third = Math.floor(calls.length / 3);
    // Not the median: a piece has no formula, one or two, each of which weighs more than its text.
    const mean = (some: readonly SetDataCall[]): number =>
      Math.round(some.reduce((sum, { bytes }) => sum + bytes, 0) / some.length);
    const [early, late] = [mean(calls.slice(0, third)), mean(calls.slice(-third))];
    console.info(
      `setData of one long ${what}: ${calls.length} calls, ${early} B early and ${late} B late on the average`,
    );
    expect(third).toBeGreaterThan(5);
    expect(late).toBeLessThanOrEqual(early * 1.5 + 100);
  });

  it('passes what an answer rests on to the view before its first word, and not again with each piece', async () => {
    const content = Buffer.from('# 说明\n\n电梯里信号会断。').toString('base64');
    await pick(phone, [{ name: '说明.md', content, kind: 'file' }]);
    await phone.tap('.composer [aria-label=添加照片或文件]');
    await phone.tap('.ui-menu-item', '聊天中的文件');
    await seenIn(phone, '.composer', '说明.md');
    const calls = await streamed('电梯里信号会断[1]，出来以后要接着读【1】。'.repeat(30), 60);
    // Once at its end the cited ones are named.
    expect(calls.filter(({ component }) => component.startsWith('features/evidence/')).length).toBeLessThanOrEqual(1);
    expect(Math.max(...calls.map(({ bytes }) => bytes))).toBeLessThanOrEqual(2_048);
    await seenIn(phone, '.sources', '1 处来源');
  });

  it(`keeps the nodes of a topic of ${MESSAGES} messages bounded`, async () => {
    await servers.plan({ text: longAnswer(300), tokensPerSecond: 0 }, MESSAGES);
    const { storage, topicId } = await seedTopic(servers.origin, MESSAGES / 2);
    await phone.close();
    phone = await phones.open({ server: servers.origin, storage, launch: { query: { topic: topicId } } });
    await seenIn(phone, '.messages', `第 ${MESSAGES / 2} 问`);
    const nodes = (): Promise<number> => phone.run(() => document.querySelectorAll('.page *').length, null);
    expect(await nodes()).toBeLessThanOrEqual(NODES);
    // Up to the beginning, a part of the way at a time.
    for (let tries = 0; tries < 60; tries += 1) {
      if ((await phone.texts('.messages')).join('').includes('第 1 问')) break;
      await phone.run(() => void document.querySelector('.messages-scroll')?.scrollTo({ top: 0 }), null);
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(await nodes()).toBeLessThanOrEqual(NODES);
    }
    expect((await phone.texts('.messages')).join('')).toContain('第 1 问');
  });
});
