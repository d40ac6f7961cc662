// @vitest-environment node
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startServers, type Servers } from '../integration/servers';
import { chromiumPhones, type Phones } from './chromium';
import { readPack } from './pack';
import type { Phone } from './phone';
import { answered, ask, faults, lastAnswer, seenIn } from './told';

const BUILT = fileURLToPath(new URL('../../dist/build/mp-weixin', import.meta.url));
const WAIT = { timeout: 30_000 };
const TEXT = [
  '质能方程 $E = mc^2$ 里的 $c$ 是光速，**$\\alpha$** 和 $\\nosuchthing$ 不同。',
  '$$\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}$$',
  '| 量 | 式 |\n| --- | --- |\n| 动能, 平动 | $\\frac12 mv^2$ |\n| "势能" | mgh |',
  '```mermaid\nflowchart LR\n  a --> b\n```',
  '完。',
].join('\n\n');

let servers: Servers;
let phones: Phones;
let phone: Phone;
beforeAll(async () => {
  servers = await startServers();
  phones = await chromiumPhones(readPack(BUILT));
});
afterAll(async () => {
  await phones.close();
  await servers.close();
});
beforeEach(async () => {
  phone = await phones.open({ server: servers.origin });
  await servers.plan({ text: TEXT, tokensPerSecond: 200 });
  await ask(phone, '写几个公式');
  await answered(phone, 1);
});
afterEach(async () => {
  expect(await faults(phone)).toEqual([]);
  await phone.close();
});

const formulas = (): Promise<{ label: string; width: number; height: number; mask: boolean }[]> =>
  phone.run(
    () =>
      [...document.querySelectorAll<HTMLElement>('.md-formula')].map((each) => {
        const { width, height } = each.getBoundingClientRect();
        const label = each.getAttribute('aria-label') ?? '';
        return { label, width, height, mask: getComputedStyle(each).maskImage.startsWith('url("data:image/svg+xml,') };
      }),
    null,
  );
const copied = (): Promise<string> => phone.run((program) => program.world.seen.clipboard, null);

it('formulas are pictures in the line, on lines of their own and in tables; what is no LaTeX is read as it was written', async () => {
  await expect.poll(async () => (await formulas()).length, WAIT).toBe(5);
  const all = await formulas();
  expect(all.map(({ label }) => label).slice(0, 3)).toEqual(['$E = mc^2$', '$c$', '$\\alpha$']);
  expect(all.every(({ width, height, mask }) => width > 4 && height > 4 && mask)).toBe(true);
  const [energy, c] = all;
  expect(energy?.width).toBeGreaterThan((c?.width ?? 0) * 5);
  expect(await lastAnswer(phone)).toContain('$\\nosuchthing$');
  // In the colour of the text, in both themes.
  const colour = (): Promise<string[]> =>
    phone.run(() => {
      const formula = document.querySelector('.md-formula');
      const line = document.querySelector('.md-line');
      return [formula && getComputedStyle(formula).backgroundColor, line && getComputedStyle(line).color].map(String);
    }, null);
  const [background, text] = await colour();
  expect(background).toBe(text);
});

it('a formula is copied as LaTeX, a table as CSV, and a drawing says where it is drawn', async () => {
  await expect.poll(async () => (await formulas()).length, WAIT).toBe(5);
  await phone.tap('.md-math-line .md-formula');
  await expect.poll(copied).toBe('\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}');
  await seenIn(phone, '.page', '公式已复制为 LaTeX');
  await phone.tap('.md-table .md-code-copy');
  await expect.poll(copied).toBe('量,式\r\n"动能, 平动",$\\frac12 mv^2$\r\n"""势能""",mgh');
  await seenIn(phone, '.md-code', '在浏览器中打开可看到图形');
});
