import { describe, expect, it } from 'vitest';
import { closeInline, decidedPart } from '@/markdown/unfinished';
import { parseMarkdown } from './parse-whole';

describe('decidedPart', () => {
  it.each([
    ['步骤如下：\n-', '步骤如下：\n'],
    ['步骤如下：\n1.', '步骤如下：\n'],
    ['正文\n##', '正文\n'],
    ['正文\n```ty', '正文\n'],
    ['```ts\nlet a;\n``', '```ts\nlet a;\n'],
    ['正文\n\n| 甲 | 乙', '正文\n\n'],
    ['正文\n\n| 甲 | 乙 |\n|--', '正文\n\n'],
    ['正文\n\n| 甲 | 乙 |\n| :-- | ', '正文\n\n'],
    ['| 甲 | 乙 |\n|', ''],
    ['| 甲 | 乙 |\n', ''],
  ])('leaves out what is not decided: %j', (text, decided) => expect(decidedPart(text)).toBe(decided));

  it.each([
    '',
    '正文',
    '- 一',
    '# 标题',
    '| 甲 | 乙 |\n|---|---|\n',
    '| 甲 | 乙 |\n|---|---|\n| 1',
    '| 甲 |\n|---|\n| 1 |\n| -',
    '| 甲 |\n| 乙',
    '----',
    '正文\n',
  ])('keeps what is decided: %j', (text) => expect(decidedPart(text)).toBe(text));
});

describe('closeInline', () => {
  it.each([
    ['一个**重', '一个**重**'],
    ['一个**', '一个'],
    ['一个**重点*', '一个**重点**'],
    ['一个**重点**', '一个**重点**'],
    ['~~删', '~~删~~'],
    ['用`npm i', '用`npm i`'],
    ['用`', '用'],
    ['用``a`', '用``a``'],
    ['**粗`码', '**粗`码`**'],
    ['见[文档](https://exa', '见文档'],
    ['见**[文档](', '见**文档**'],
    ['![图](http', '图'],
    ['见[文档](https://e.cn)', '见[文档](https://e.cn)'],
    ['`**` 不是', '`**` 不是'],
    ['\\**不是', '\\**不是'],
    ['数组 a[1', '数组 a[1'],
  ])('%j is shown as %j', (content, closed) => expect(closeInline(content)).toBe(closed));

  it('shows bold from its first letter on, and only in the last block', () => {
    expect(parseMarkdown('甲 **乙', true)).toMatchObject([{ html: '<p>甲 <strong>乙</strong></p>\n' }]);
    expect(parseMarkdown('甲 **乙\n\n丙', true)).toMatchObject([{ html: '<p>甲 **乙</p>\n' }, { html: '<p>丙</p>\n' }]);
  });
});
