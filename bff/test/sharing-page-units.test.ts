import { describe, expect, it } from 'vitest';
import { blocksOf, oneLine, wordsIn } from '../src/plain-words';
import { drawCard } from '../src/features/sharing-page/draw-card';
import { outlineOf, plainContent, type Found } from '../src/features/sharing-page/outline';
import { escaped, jsonInScript, shortened } from '../src/features/sharing-page/safe-text';
import { wordsFor } from '../src/features/sharing-page/words';
import { wrapped } from '../src/features/sharing-page/wrapped';

const units = (text: string): number => text.length;

describe('the words of a text', () => {
  it('are without the signs of Markdown, and HTML is text', () => {
    const text =
      '## 一\n\n二 **三** `四`\n五\n\n| 甲 | 乙 |\n|---|---|\n| 1 |  |\n\n```js\na\nb\n```\n\n<b>x</b> ![图](y.png)';
    expect(blocksOf(text, 1000)).toEqual([
      { heading: true, text: '一' },
      { heading: false, text: '二 三 四 五' },
      { heading: false, text: '甲 · 乙' },
      { heading: false, text: '1' },
      { heading: false, text: 'a b', code: true },
      { heading: false, text: '<b>x</b> 图' },
    ]);
    expect(wordsIn('甲 [1]乙[23]。[1234]', 100)).toBe('甲乙。[1234]');
    expect(blocksOf('', 100)).toEqual([]);
  });

  it('are not read beyond their limit, nor inside a pair', () => {
    expect(blocksOf('ab😀', 3)).toEqual([{ heading: false, text: 'ab' }]);
    expect(() => blocksOf('[('.repeat(100_000), 6000)).not.toThrow();
  });

  it('are shortened by characters as people count them', () => {
    expect(shortened('一二三', 3)).toBe('一二三');
    expect(shortened('一二三四', 3)).toBe('一二…');
    expect(shortened('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 2)).toBe('👨‍👩‍👧…');
    expect(shortened(`a${'\u0301'.repeat(10_000)}b`, 5).length).toBeLessThan(200);
  });

  it('end neither an element, an attribute nor a script', () => {
    expect(escaped(`<a b="c" d='e'>&`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
    expect(jsonInScript({ a: '</script><!--' })).toBe('{"a":"\\u003c/script>\\u003c!--"}');
    expect(oneLine('a\u202eb\u0000c\u2028d \ud800')).toBe('ab c d \ufffd');
  });
});

describe('the picture of a share', () => {
  it('is the mark alone where no font has a letter of its title', async () => {
    const words = { site: '话题', question: '', label: undefined };
    const mark = Buffer.from(await drawCard(undefined));
    expect(mark.equals(await drawCard({ ...words, title: 'a\u{10fffc}' }))).toBe(true);
    expect(mark.equals(await drawCard({ ...words, title: 'a' }))).toBe(false);
  });
});

describe('lines of a picture', () => {
  it('break between words, and in those that are wider than a line', () => {
    expect(wrapped('one two three', 7, 3, units)).toEqual(['one two', 'three']);
    expect(wrapped('abcdefghij', 4, 3, units)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrapped('', 4, 3, units)).toEqual([]);
  });

  it('end with an ellipsis where there is more, and begin with no closing sign', () => {
    expect(wrapped('abcdefghij', 4, 2, units)).toEqual(['abcd', 'efg…']);
    for (const line of wrapped('甲乙丙丁，戊己庚辛。', 4, 5, units)) expect(line).not.toMatch(/^[，。]/);
  });
});

describe('what a page tells of a share', () => {
  const words = wordsFor({ acceptsLanguages: () => 'zh' } as unknown as Parameters<typeof wordsFor>[0]);
  const found = (texts: readonly string[]): Found => ({
    kind: 'open',
    topic: {
      share: { id: 's', url: '', expiresAt: '', live: false, locked: false },
      title: '题',
      createdAt: '',
      messages: texts.map((text, n) => ({ id: String(n), role: 'user', text, status: 'complete', createdAt: '' })),
    },
  });
  const SILENT = '[a]: https://a.example/\n'.repeat(60);

  it('is in its first messages with words', () => {
    expect(outlineOf(found([SILENT, '', '问']), words).question).toBe('问');
    expect(plainContent(found(['', '一', '二']), words)).toContain('<p dir="auto">二</p>');
  });

  it('is looked for in so many messages', () => {
    const hostile = found([...Array.from({ length: 20 }, () => SILENT), '问']);
    expect(outlineOf(hostile, words).question).toBe('');
    const short = plainContent(found(Array.from({ length: 2000 }, () => '字')), words);
    expect(short.match(/<h2>/g)).toHaveLength(20);
  });
});
