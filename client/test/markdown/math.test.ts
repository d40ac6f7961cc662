import { describe, expect, it } from 'vitest';
import { engine } from '@/markdown/engine';
import { writtenOf } from '@/markdown/math/rules';
import { createParser } from '@/markdown/parse';
import { parseMarkdown } from './parse-whole';

interface Found {
  type: string;
  tex: string;
}

function formulas(text: string, growing = false): Found[] {
  const all = engine.parse(text, { growing }).flatMap((token) => [token, ...(token.children ?? [])]);
  return all
    .filter(({ type }) => type.startsWith('math'))
    .map((token) => ({ type: writtenOf(token).open ? `${token.type} open` : token.type, tex: token.content }));
}

const texOf = (text: string): string[] => formulas(text).map(({ tex }) => tex);
const html = (text: string): string => engine.render(text, {});

describe('formulas in a line', () => {
  it.each([
    ['$x^2$', ['x^2']],
    ['其中$a$和$b$是', ['a', 'b']],
    ['价 $5 和 $6，而 $\\pi{x}$', ['\\pi{x}']],
    ['the $n$th of $k$s', ['n', 'k']],
    ['质能方程 \\(E = mc^2\\)。', ['E = mc^2']],
    ['见 \\[ \\int_0^1 x\\,dx \\] 之后', ['\\int_0^1 x\\,dx']],
    ['行内 $$a+b$$ 之后', ['a+b']],
    ['$a_1$, $a_2$', ['a_1', 'a_2']],
    ['**粗 $a*b*c$ 体**', ['a*b*c']],
    ['$\\text{花费 } \\$5$', ['\\text{花费 } \\$5']],
    ['$面积 = \\pi r^2$', ['面积 = \\pi r^2']],
    ['$2x$ 与 $3$', ['2x', '3']],
    ['\\(a\nb = c\\)', ['a\nb = c']],
    ['$a \\\\ b$', ['a \\\\ b']],
    ['\\(\\begin{matrix}a\\\\\\end{matrix}\\)', ['\\begin{matrix}a\\\\\\end{matrix}']],
  ])('%s', (text, tex) => expect(texOf(text)).toEqual(tex));

  it.each([
    'It costs $5 and $6',
    '$5,$6',
    '价格从$5涨到$6。',
    'US$5和US$6之间',
    '$20-$30',
    '$5 million and 6$',
    '$5，涨到了6$',
    '$ x$ 与 $x $',
    '$HOME and $PATH',
    '`$x$` 与 `\\(x\\)`',
    '$`x`$',
    '\\$x\\$',
    '\\\\(x\\\\)',
    '$x\ny$',
    '\\[1\\] 与 \\[2, 3\\]',
    '\\(见上文\\)',
    '\\[点这里\\](https://a.example/)',
    '$$ $$ 与 \\(\\) 与 \\[ \\]',
    '```\n$x$\n$$\ny\n$$\n```',
    '[a](https://a.example/$x$)',
  ])('%s is none', (text) => expect(formulas(text)).toEqual([]));

  it('takes all of its text as it is', () => {
    expect(html('$<img src=x onerror=alert(1)>"$')).toBe(
      '<p><span class="md-math" data-tex="&lt;img src=x onerror=alert(1)&gt;&quot;">' +
        '$&lt;img src=x onerror=alert(1)&gt;&quot;$</span></p>\n',
    );
    expect(html('$a_b*c* [x](javascript:1)$')).not.toContain('<em>');
  });

  it('is read fast where nothing closes', () => {
    for (const piece of ['$a ', '\\(', '\\[ a', '$$a ', '$5\n', '\\[ a\n', '$$ a\n']) {
      const started = performance.now();
      engine.parse(piece.repeat(20_000), {});
      expect(performance.now() - started, piece).toBeLessThan(3_000);
    }
  }, 30_000);
});

describe('formulas in lines of their own', () => {
  it.each([
    ['$$x$$', 'x'],
    ['$$\nx\n= 1\n$$', 'x\n= 1'],
    ['  \\[\n  x\n  \\]', 'x'],
    ['公式如下：\n$$\nx\n$$\n其中', 'x'],
    ['- 甲\n\n  $$\n  x\n  $$\n- 乙', 'x'],
    ['- $$\n  x\n  $$', 'x'],
    ['> 引\n>\n> $$\n> x\n> $$\n>\n> 文', 'x'],
    ['1. 甲\n   \\[x\\]\n2. 乙', 'x'],
    ['$$\n\\$\\$ x\n$$', '\\$\\$ x'],
    ['$$x\n$$', 'x'],
    ['$$\nx$$', 'x'],
  ])('%s', (text, tex) => {
    const [found, ...more] = formulas(text);
    expect(more).toEqual([]);
    expect(found?.type).toBe('math_block');
    expect(found?.tex.split('\n').map((line) => line.trim())).toEqual(tex.split('\n'));
  });

  it.each(['$$\nx', '$$\nx\n\ny\n$$', '    $$\n    x\n    $$', '> $$\n> x\n\n后', '\\[\n`x`\n\\]', '$$\n$$'])(
    '%s is none',
    (text) => expect(formulas(text)).toEqual([]),
  );

  it('stands in a line where words go on behind it', () => {
    expect(formulas('$$x$$ 是')).toEqual([{ type: 'math_inline', tex: 'x' }]);
  });

  it('is a cell in a table', () => {
    expect(texOf('| 甲 | 乙 |\n|---|---|\n| $a_1$ | \\(b\\) |')).toEqual(['a_1', 'b']);
  });
});

describe('formulas while a text grows', () => {
  const shown = (text: string): string =>
    parseMarkdown(text, true)
      .map((block) => ('html' in block ? block.html : ''))
      .join('')
      .replace(/<(?!span class="md-math)[^>]*>|\n/g, '');

  it.each([
    ['设 $', '设'],
    ['设 $x', '设 <span class="md-math is-open">$x'],
    ['设 $x^2 + ', '设 <span class="md-math is-open">$x^2 +'],
    ['设 $x$', '设 <span class="md-math" data-tex="x">$x$'],
    ['设 \\', '设'],
    ['设 \\(', '设'],
    ['设 \\(x \\', '设 <span class="md-math is-open">\\(x'],
    ['设 \\(x\\)', '设 <span class="md-math" data-tex="x">\\(x\\)'],
    ['价 $5', '价 $5'],
    ['**粗 $x*', '粗 <span class="md-math is-open">$x*'],
  ])('%s', (text, expected) => expect(shown(text)).toBe(expected));

  it('shows one that has lines of its own as open until it ends, and hides what is but its beginning', () => {
    expect(formulas('$$\nx +', true)).toEqual([{ type: 'math_block open', tex: 'x +' }]);
    expect(formulas('> $$\n> x +', true)).toEqual([{ type: 'math_block open', tex: 'x +' }]);
    expect(formulas('$$\nx +\n\n后', true)).toEqual([]);
    expect(parseMarkdown('前\n\n$$', true)).toHaveLength(1);
    expect(parseMarkdown('前\n\n\\[', true)).toHaveLength(1);
  });

  it('is in the end what the whole text gives', () => {
    const text =
      '价 $5，$x$ 与 \\(y\\)\n\n$$\na\n\n开着\n\n\\[\nz\n\\]\n\n- 甲 $$\n  b\n  $$\n\n> $$\n> c\n> $$\n\n末 $未完 \\(也\n\n$$\n终';
    const parse = createParser();
    for (let end = 1; end < text.length; end += 1) parse(text.slice(0, end), true);
    expect(parse(text)).toEqual(parseMarkdown(text));
  });

  it('never shows the mark of what is unfinished', () => {
    const text = '**粗 $x** \\(y `z` $$\na\\$ [链](https://a.example/$b) ~~$c~~ \\[d\\\\';
    for (let end = 1; end <= text.length; end += 1) {
      expect(JSON.stringify(parseMarkdown(text.slice(0, end), true))).not.toMatch(/\uE0F2|\\uE0F2/);
    }
  });
});
