import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { engine } from '@/markdown/engine';
import { tokensOf, type TokenGroup } from '@/markdown/token-groups';
import { createParser, type Block } from '@/markdown/parse';
import { toNativeBlocks } from '@/markdown/native/to-native';
import { htmlOf } from './html';
import { RICH } from './samples';
import { parseMarkdown } from './parse-whole';

/** The examples of the standard, as its own package has them. */
const EXAMPLES = [
  ...readFileSync(createRequire(import.meta.url).resolve('commonmark-spec/spec.txt'), 'utf8').matchAll(
    /^`{32} example\n([^]*?)^\.\n[^]*?^`{32}$/gm,
  ),
].map((found) => (found[1] ?? '').replace(/→/g, '\t'));

// What GitHub adds to it, as much as is read here: tables, lines struck out, addresses.
const GITHUB = [
  '| 城市 | 人口 |\n| --- | --- |\n| 杭州 | 1252 |\n',
  '| left | middle |\n:- | :-----:\none | two\n',
  '| a\\|b |\n| --- |\n| `x\\|y` in code |\n| **p\\|q** strong |\n',
  '| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n> 引用\n',
  '| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n没有竖线\n\n后面一段\n',
  '| too | many |\n| --- |\n| x |\n',
  '| 甲 | 乙 |\n| --- | --- |\n| 少 |\n| 不 | 多 | 了 |\n',
  '| only | heads |\n| --- | --- |\n',
  '一句\n| 列 |\n|---|\n| 甲 |\n| 乙 |\n1. 表\n',
  '~~不要~~ 留下，~一个~ 也行！\n',
  '从 ~~这里\n\n到那里~~。\n',
  'www.example.cn http://example.cn/p?a=(1)) me@example.cn\n',
];

/** Feeds a text in steps; what each gives is what the parse of the whole gives, as blocks and as HTML. */
function expectSame(text: string, cuts: readonly number[]): void {
  const parse = createParser();
  for (const at of cuts) {
    const part = text.slice(0, at);
    const blocks = parse(part, true);
    expect(blocks, part).toEqual(parseMarkdown(part, true));
  }
  const blocks = parse(text);
  expect(blocks, text).toEqual(parseMarkdown(text));
  expect(htmlOf(blocks)).toBe(htmlOf(parseMarkdown(text)));
}

const everyUnit = (text: string): number[] => [...Array(text.length + 1).keys()];

// Lines of which lists, quotes, tables and code are made, so that what goes on and what ends is met in all ways.
const line = fc.constantFrom(
  '- 甲',
  '- **乙',
  ' - c',
  '  - d',
  '   - e',
  '* f',
  '-',
  '- ',
  '- - g',
  '1. 一',
  '2. 二',
  '3) 三',
  '10. ten',
  '',
  '',
  '   more',
  '  more',
  '      code',
  'lazy',
  '> q',
  '> - q',
  '>',
  '> > r',
  '> ```',
  '| a | b |',
  '|---|--:|',
  '| 1 | 2',
  '| **3 |',
  '```ts',
  '```',
  '   ```',
  '~~~',
  '- ```js',
  '---',
  '===',
  '# h',
  '$$',
  '\\[',
  'x^2 \\]',
  '| |',
  '\tt',
);
const lines = fc.array(line, { maxLength: 14 }).map((all) => all.join('\n'));

describe('piece by piece is as the whole', () => {
  it('in the examples of CommonMark', () => {
    expect(EXAMPLES.length).toBeGreaterThan(600);
    for (const example of EXAMPLES) expectSame(example, everyUnit(example));
  }, 120_000);

  it.each(GITHUB)('as GitHub has it: %j', (text) => expectSame(text, everyUnit(text)));

  it('in examples one after the other, at random cuts', () => {
    const some = fc.array(fc.constantFrom(...EXAMPLES, ...GITHUB, RICH), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(
        some,
        fc.constantFrom('', '\n', '\n\n'),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (texts, between, cuts) => {
          const text = texts.join(between);
          expectSame(
            text,
            cuts.map((cut) => Math.floor(cut * text.length)).sort((a, b) => a - b),
          );
        },
      ),
      { numRuns: 150, seed: 20_261_122 },
    );
  }, 120_000);

  it('in lists, quotes, tables and code, unit by unit', () => {
    fc.assert(
      fc.property(lines, (text) => expectSame(text, everyUnit(text))),
      { numRuns: 1_500, seed: 20_261_122 },
    );
  }, 180_000);

  it('for the mini-program too, in lists, quotes, tables and code', () => {
    fc.assert(
      fc.property(lines, (text) => {
        const parse = createParser(toNativeBlocks);
        for (const at of everyUnit(text)) {
          const part = text.slice(0, at);
          expect(parse(part, true), part).toEqual(createParser(toNativeBlocks)(part, true));
        }
        expect(parse(text)).toEqual(createParser(toNativeBlocks)(text));
      }),
      { numRuns: 500, seed: 20_261_122 },
    );
  }, 120_000);
});

describe('what a piece costs', () => {
  let parsed = 0;
  beforeEach(() => {
    parsed = 0;
    const parse = engine.parse.bind(engine);
    vi.spyOn(engine, 'parse').mockImplementation((text, env) => {
      parsed += text.length;
      return parse(text, env);
    });
  });

  const LONG: [string, (n: number) => string][] = [
    ['paragraphs', (n) => `第 ${n} 段：这里有**重点**和 \`code\`。\n\n`],
    ['one list', (n) => `${n}. 第 ${n} 项：这里有**重点**和 \`code\`。\n`],
    ['one list whose items stand apart', (n) => `- 第 ${n} 项\n\n  又一段\n\n`],
    ['one list with code in it', (n) => `- 第 ${n} 项\n  \`\`\`ts\n  let a${n};\n  \`\`\`\n`],
    ['one quote', (n) => `> 第 ${n} 段：引用一段话。\n>\n`],
    ['one table', (n) => (n === 0 ? '| 列 | 值 |\n|---|---|\n' : `| 第 ${n} 行 | **${n}** |\n`)],
    ['one piece of code', (n) => (n === 0 ? '```ts\n' : `const a${n} = "值 ${n}"; // | - > #\n`)],
  ];

  it.each(LONG)(
    'does not grow with the text: %s',
    (_name, piece) => {
      const parse = createParser();
      let text = '';
      let most = 0;
      const shown: Block[][] = [];
      for (let n = 0; n < 1_500; n += 1) {
        const next = piece(n);
        for (const part of [next.slice(0, 5), next.slice(5)]) {
          text += part;
          parsed = 0;
          shown.push(parse(text, true));
          most = Math.max(most, parsed);
        }
      }
      expect(text.length).toBeGreaterThan(18_000);
      expect(most).toBeLessThan(300);
      expect(shown[shown.length - 1]).toEqual(parseMarkdown(text, true));
    },
    60_000,
  );

  it('makes nothing again of what cannot change', () => {
    const parse = createParser();
    const rows = '| 列 |\n|---|\n' + '| 值 |\n'.repeat(50);
    const list = '- 甲\n'.repeat(50);
    parse(list, true);
    const [before] = parse(`${list}- 乙`, true);
    const [after] = parse(`${list}- 乙丙`, true);
    if (before?.kind !== 'list' || after?.kind !== 'list') throw new Error('no lists');
    expect(after.items[48]).toBe(before.items[48]);
    expect(after.items).toHaveLength(51);
    const groups: TokenGroup[] = [];
    const native = createParser((group, key) => {
      groups.push(group);
      return toNativeBlocks(group, key);
    });
    native(rows, true);
    native(`${rows}| 终`, true);
    const [first, second] = groups.map(tokensOf);
    expect(first?.slice(12, 200).every((token, at) => token === second?.[12 + at])).toBe(true);
  });
});
