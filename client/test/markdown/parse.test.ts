import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser, type Block } from '@/markdown/parse';
import { RICH } from './samples';
import { parseMarkdown } from './parse-whole';

const kinds = (blocks: Block[]): string[] => blocks.map((block) => block.kind);
const html = (text: string): string =>
  parseMarkdown(text)
    .map((block) => ('html' in block ? block.html : ''))
    .join('');

// Pieces that Markdown is made of, so that random texts are full of its corners.
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('\n', '\n\n', '\n\n', '\r\n', '\r') },
  fc.constantFrom(
    '# ',
    '- ',
    '- a',
    '1. ',
    '1. a',
    '2',
    '2. ',
    '. ',
    '> ',
    '    ',
    '  ',
    '\t',
    '```',
    '~~~',
    '---',
    '===',
  ),
  fc.constantFrom('| a | b |', '|---|---|', '|', '**', '*', '`', '~~', '[a](', ')', '![x](', '[1]: http://a.b', '<b>'),
  fc.constantFrom('中文', '：', '“', '🚀', 'a', ' ', 'http://a.cn/x', '\\', '&amp;', '\0', '-', '=', '#'),
);
const markdown = fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join(''));

/** Feeds a text in the given steps and compares each result with a parse of the whole. */
function expectSameAsWhole(text: string, steps: number[], growing: boolean): void {
  const parse = createParser();
  for (const at of steps) {
    expect(parse(text.slice(0, at), growing)).toEqual(parseMarkdown(text.slice(0, at), growing));
  }
  expect(parse(text)).toEqual(parseMarkdown(text));
}

describe('parseMarkdown', () => {
  it('makes a block of each top-level part', () => {
    expect(kinds(parseMarkdown(RICH))).toEqual([
      'html',
      'html',
      'html',
      'list',
      'quote',
      'table',
      'html',
      'code',
      'code',
      'html',
    ]);
  });

  it('keeps code exactly', () => {
    const code = '  <b>&amp;</b>\n\n\t中文 🚀 ';
    const [block] = parseMarkdown('```TS title="x"\n' + code + '\n```');
    expect(block).toEqual({ key: '0c', kind: 'code', language: 'ts', code, open: false });
  });

  it('knows a fence without an end', () => {
    expect(parseMarkdown('```py\nprint(1)')[0]).toMatchObject({ kind: 'code', code: 'print(1)', open: true });
    expect(parseMarkdown('````\n```')[0]).toMatchObject({ code: '```', open: true });
    expect(parseMarkdown('> ```\n> a\n> ```')[0]).toMatchObject({ kind: 'quote', blocks: [{ open: false }] });
  });

  it('gives code inside of a list its own block', () => {
    const [list] = parseMarkdown('3. 一\n   ```sh\n   ls\n   ```\n4. 二');
    expect(list).toMatchObject({ kind: 'list', start: 3 });
    const items = list?.kind === 'list' ? list.items : [];
    expect(items.map((item) => kinds(item.blocks))).toEqual([['html', 'code'], ['html']]);
  });

  it('makes Chinese emphasis bold without spaces around it', () => {
    expect(html('这是**重点：**后文')).toContain('<strong>重点：</strong>后文');
    expect(html('他说**“你好”**了')).toContain('<strong>“你好”</strong>了');
    expect(html('**（一）**和**`code`**的')).toContain('<strong>（一）</strong>和<strong><code>code</code></strong>的');
    expect(html('2 * 3 * 4，a ** b ** c')).not.toMatch(/<(em|strong)>/);
    expect(html('snake_case_name 不变')).not.toContain('<em>');
  });
});

describe('createParser', () => {
  it('equals the parse of the whole text, unit by unit', () => {
    fc.assert(
      fc.property(markdown, fc.boolean(), (text, growing) => {
        expectSameAsWhole(text, [...Array(text.length + 1).keys()], growing);
      }),
      { numRuns: 1000 },
    );
  });

  it('equals the parse of the whole text, in any steps', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(RICH.length), { maxLength: 40 }), fc.boolean(), (cuts, growing) => {
        expectSameAsWhole(
          RICH,
          [...cuts].sort((a, b) => a - b),
          growing,
        );
      }),
      { numRuns: 40 },
    );
  });

  it.each(['1. a\n\n2. b\n', 'a\n\n\r\n- b\n\n- c', '- a\n\n    b\n\nc\n', 'a\n\n| b |\n|-|\n'])(
    'equals the parse of the whole text: %j',
    (text) => expectSameAsWhole(text, [...Array(text.length + 1).keys()], false),
  );

  it('starts again where the text is another one', () => {
    const parse = createParser();
    parse('一\n\n二\n\n三\n');
    expect(parse('别的')).toEqual(parseMarkdown('别的'));
  });

  it('gives blocks that cannot change as the same objects', () => {
    const parse = createParser();
    const before = parse('# 一\n\n二\n\n三\n', true);
    const after = parse('# 一\n\n二\n\n三\n\n四', true);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after).toHaveLength(4);
  });
});
