// @vitest-environment node
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { chromiumPhones, type Phones } from './chromium';
import { readPack } from './pack';
import type { Phone } from './phone';
import { answered, ask, faults, seenIn } from './told';

const BUILT = fileURLToPath(new URL('../../dist/build/mp-weixin', import.meta.url));
/** The largest that can be chosen in WeChat, px. */
const LARGEST = 25;
const TEXT = [
  '## 出差报销怎么办',
  '先看 [公司的规定](https://intranet.example.com/rules/travel)，再按 `POST /expenses` 提交，**不要**漏了发票。',
  '- 交通：按实际支出\n- 住宿：每晚不超过 $x = 500$ 元',
  '| 项目 | 上限 | 说明 |\n| --- | ---: | --- |\n| 住宿 | 500 | 每晚，含早餐 |\n| 餐饮 | 120 | 每天 |',
  '```ts\nconst total = items.map(({ price }) => price).reduce((sum, price) => sum + price, 0);\n```',
].join('\n\n');

let servers: Servers;
let phones: Phones;
beforeAll(async () => {
  servers = await startServers();
  phones = await chromiumPhones(readPack(BUILT));
});
afterAll(async () => {
  await phones.close();
  await servers.close();
});

/** What is cut off: text that is wider than what holds it and cannot be moved, and what stands outside of the screen. */
const cut = (phone: Phone): Promise<string[]> =>
  phone.run(() => {
    const moves = (element: Element): boolean => {
      const around = element.closest('wx-scroll-view, [class*=scroll]');
      return around !== null && /auto|scroll/.test(getComputedStyle(around).overflowX);
    };
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return [
      ...document.querySelectorAll<HTMLElement>(
        '.page wx-text, .page wx-button, .page .ui-icon-button, .page wx-textarea',
      ),
    ]
      .filter((element) => isSeen(element) && !moves(element))
      .flatMap((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        const what = `${element.className}: ${element.innerText.slice(0, 20)}`;
        if (width === 0 || element.closest('.topic-drawer-panel, .visually-hidden')) return [];
        if (left < -1 || right > innerWidth + 1) return [`outside ${what} ${Math.round(left)}-${Math.round(right)}`];
        const holder = element.parentElement;
        const hides = holder !== null && getComputedStyle(holder).overflowX === 'hidden';
        return hides &&
          holder.scrollWidth > holder.clientWidth + 1 &&
          getComputedStyle(element).textOverflow !== 'ellipsis'
          ? [`cut ${what}`]
          : [];
      });
  }, null);

it.each([320, 375, 414])('nothing is cut off with the largest text on a phone of %i px', async (width) => {
  const phone = await phones.open({ server: servers.origin, device: { width, fontSizeSetting: LARGEST } });
  await seenIn(phone, '.page', '话题');
  expect(await cut(phone)).toEqual([]);
  await servers.plan({ text: TEXT, tokensPerSecond: 0 });
  await ask(phone, '出差报销怎么办，住宿和餐饮各能报多少？');
  await answered(phone, 1);
  const formulas = (): Promise<number> => phone.run(() => document.querySelectorAll('.md-formula').length, null);
  await expect.poll(formulas, { timeout: 30_000 }).toBe(1);
  expect(await cut(phone)).toEqual([]);
  await phone.tap('.header .ui-icon-button');
  await phone.tap('.topic-panel-head [aria-label=设置]');
  await seenIn(phone, '.ui-sheet-panel', '外观');
  expect(await cut(phone)).toEqual([]);
  expect(await faults(phone)).toEqual([]);
  await phone.close();
});
