import { expect, it } from 'vitest';
import { createParser, type Block, type Parser } from '@/markdown/parse';
import { htmlOf } from './html';
import { RICH } from './samples';

const CASES: [string, string][] = [
  ['a fence', '看代码：\n\n```ts\nlet a = 1; // `x`\n| b\n# c\n```\n\n完。\n'],
  [
    'a table',
    '看表：\n\n| 列 | 值 | 注 |\n|:--|--:|---|\n| **甲** | 1 | `a` |\n| 乙 | 2 | [见](https://a.cn/b) |\n\n完。\n',
  ],
  ['a link', '见[文档](https://a.cn/x?y=1)和 https://b.cn/z 。\n'],
  ['emphasis', '一个**重点**，还有*轻的*、***都要***、~~不要~~和`代码`。\n'],
  ['a list', '三点：\n\n- 甲\n- **乙**：说明\n  - 丙\n- 丁\n\n1. 一\n2. 二\n\n完。\n'],
  ['a heading', '# 一级\n\n正文\n\n### 三级\n\n完。\n'],
  ['what looks like a footnote', '句子[^1]，又一句。\n\n[^1]: 注。\n'],
  ['what looks like HTML', '用 <b>粗</b> 和 <div> 或 a < b。\n'],
  ['a quote', '> 引用\n> 两行\n>\n> - 甲\n\n完。\n'],
  // A bar in code ends a cell all the same, and what was code is none.
  ['everything', RICH.replace('`a|b`', '`ab`')],
];

/** Characters without white space: breaks of lines come and go with tags. */
function textOf(text: string, parse: Parser<Block>, growing: boolean): string {
  const box = document.createElement('div');
  box.innerHTML = htmlOf(parse(text, growing));
  return box.textContent.replace(/\s+/g, '');
}

// What may be taken back of what was shown: the host that stands behind a link's words comes when its address is whole, and is
// part of no word; words in brackets are shown once they are known to be
// a link's or not; emphasis by `_`, or of many words, is shown once it is whole.
it.each(CASES)('nothing that was shown of %s goes away again', (_name, text) => {
  const parse = createParser();
  let before = '';
  for (let at = 1; at <= text.length; at += 1) {
    const now = textOf(text.slice(0, at), parse, true);
    expect(
      now.startsWith(before),
      `${JSON.stringify(text.slice(Math.max(0, at - 20), at))}: ${before.slice(-20)} -> ${now.slice(-20)}`,
    ).toBe(true);
    before = now;
  }
  expect(textOf(text, parse, false).startsWith(before)).toBe(true);
});
