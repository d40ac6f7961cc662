import { deflateSync } from 'node:zlib';
import MarkdownIt from 'markdown-it';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { Message } from '@huati/shared';
import { closed } from '@/features/exports/closed';
import { exportedOf } from '@/features/exports/content';
import { fileName } from '@/features/exports/file-name';
import { toMarkdown } from '@/features/exports/to-markdown';
import { toText } from '@/features/exports/to-text';
import { crc32, utf8, withTexts } from '@/platform/png-text';
import { textsOf } from './png';

const message = (more: Partial<Message>): Message => ({
  id: 'm',
  topicId: 't',
  role: 'assistant',
  text: '',
  status: 'complete',
  parentId: null,
  createdAt: '2026-11-21T04:00:00.000Z',
  ...more,
});
const ROUND = [
  message({ id: 'q', role: 'user', text: '# 去年怎么样？\n\n说数字' }),
  message({
    id: 'a',
    text: '## 结论\n\n营收**增长** 12%[1]。\n\n- 华东\n  - 上海\n- 西南\n\n1. 一\n2. 二\n\n| 区域 | 金额 |\n| --- | ---: |\n| 华东 | 1204 |\n\n```ts\nconst a = 1;\n```\n\n> 引文',
    sources: [{ n: 1, title: '年报.pdf', text: '营收', place: { page: 3 } }],
  }),
];

describe('Markdown', () => {
  const text = toMarkdown(exportedOf('去年: "年报"', ROUND));
  it('says in its front matter and in its text what made it', () => {
    expect(text).toMatch(
      /^---\ntitle: "去年: \\"年报\\""\ndate: 2026-11-21T04:00:00.000Z\nlabel: "内容由 AI 生成"\nAIGC: "/,
    );
    const [, aigc = ''] = /^AIGC: (.*)$/m.exec(text) ?? [];
    expect(JSON.parse(JSON.parse(aigc) as string)).toMatchObject({
      Label: '1',
      ContentProducer: 'Huati',
      ProduceID: 'a',
    });
    expect(text).toContain('\n> 内容由 AI 生成\n');
    expect(text.trimEnd().endsWith('内容由 AI 生成')).toBe(true);
  });
  it('quotes questions, gives answers as they were written, and lists what they cite', () => {
    expect(text).toContain('## 问题\n\n> # 去年怎么样？\n>\n> 说数字');
    expect(text).toContain(ROUND[1]?.text ?? '-');
    expect(text).toContain('- 来源 1：年报.pdf 第 3 页');
  });
});

describe('an answer that broke off', () => {
  const behind = (text: string): string => {
    const html = new MarkdownIt('commonmark').render(toMarkdown(exportedOf('', [message({ text })])));
    return html.slice(html.lastIndexOf('<hr />'));
  };
  it.each([
    ['in code', '看：\n\n```ts\nconst a = 1;'],
    ['in code of another fence', '~~~~\n~~~\n```'],
    ['where code just began', '```'],
    ['in a comment', '看：\n\n<!-- 略'],
    ['in a script', '<script>\n\nlet a'],
    ['in code of a list', '- 一\n  ```ts\n  const a'],
    ['in code of a quotation', '> ```\n> a'],
    ['behind code', '```\na\n```'],
    ['behind a comment', '<!-- 略 -->'],
  ])('%s swallows nothing of what stands behind it', (where, text) => {
    expect(behind(text)).toBe('<hr />\n<p>内容由 AI 生成</p>\n');
    expect(closed(text) === text).toBe(/^behind|^in code of a (?:list|quotation)/.test(where));
  });
});

it('plain text has no signs of Markdown', () => {
  const text = toText(exportedOf('去年', ROUND));
  expect(text).toContain('结论\n\n营收增长 12%[1]。');
  expect(text).toContain('• 华东\n  ◦ 上海\n• 西南');
  expect(text).toContain('1. 一\n2. 二');
  expect(text).toContain('区域\t金额\n华东\t1204');
  expect(text).toContain('const a = 1;');
  expect(text).toContain('| 引文');
  expect(text).toContain('来源 1：年报.pdf 第 3 页');
  expect(text).toContain('AIGC: {"Label":"1"');
  expect(text).not.toMatch(/\*\*|```|^## /m);
});

it('an answer of the organisation is not called generated', () => {
  const stored = exportedOf('', [
    message({ text: '规定如此。', direct: { kind: 'stored', question: '？', score: 1, threshold: 0.9, model: '' } }),
  ]);
  expect(toMarkdown(stored)).toContain('标准答案，由组织提供');
  expect(toMarkdown(stored)).not.toContain('AI 生成');
  expect(toText(stored)).not.toContain('AIGC');
});

it('what is still being written is left out', () => {
  expect(exportedOf('', [...ROUND, message({ id: 'b', text: '半', status: 'streaming' })]).messages).toHaveLength(2);
});

it('names of files are such that any system takes them', () => {
  expect(fileName('a/b\\c: "d"?\n', '.md')).toBe('a b c d.md');
  expect(fileName('...', '.png')).toBe('Huati.png');
  expect(fileName('长'.repeat(90), '-2.png')).toBe(`${'长'.repeat(40)}-2.png`);
});

describe('texts in a PNG', () => {
  const image = new PNG({ width: 3, height: 2 });
  image.data.fill(200);
  const png = new Uint8Array(PNG.sync.write(image));
  it('are there as they were given, and the pixels are the same', () => {
    const written = withTexts(png, { AIGC: '{"Label":"1"}', Description: '内容由 AI 生成 😀' });
    expect(textsOf(written)).toEqual({ AIGC: '{"Label":"1"}', Description: '内容由 AI 生成 😀' });
    // Checks the sums of all chunks.
    expect(PNG.sync.read(Buffer.from(written)).data).toEqual(image.data);
  });
  it('need a PNG', () => {
    expect(() => withTexts(new Uint8Array(deflateSync('x')), {})).toThrow('not a PNG');
  });
  it('have the sum that PNG asks for', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(Buffer.from(utf8('话题 é😀')).toString('utf8')).toBe('话题 é😀');
  });
});
