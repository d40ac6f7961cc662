import { beforeEach, describe, expect, it } from 'vitest';
import { Announcing, heard, readingMs } from '@/features/chat/announcing';
import { setLocale } from '@/i18n';

beforeEach(() => setLocale('zh-CN'));

/** Feeds `text` in pieces of a few units each 50 ms, as it streams. Out: what was said, with its time, ms. */
function stream(text: string, units = 3): { at: number; words: string }[] {
  const announcing = new Announcing();
  const said: { at: number; words: string }[] = [];
  for (let length = units, at = 0; length < text.length + units; length += units, at += 50) {
    const words = announcing.next(text.slice(0, length), at);
    if (words !== '') said.push({ at, words });
  }
  return said;
}

describe('an answer told while it grows', () => {
  const SENTENCES = '第一句话说完了。第二句话也说完了。第三句话长一些，中间还有停顿，最后也说完了。第四句还没有';

  it('is told in finished sentences alone, each once and in order', () => {
    const said = stream(SENTENCES.repeat(6), 1);
    expect(said.length).toBeGreaterThan(2);
    for (const { words } of said) expect(words).toMatch(/。$/);
    expect(SENTENCES.repeat(6).startsWith(said.map(({ words }) => words).join(''))).toBe(true);
  });

  it('is not talked over: what comes next waits until the last is read', () => {
    const said = stream(SENTENCES.repeat(6), 1);
    said.slice(1).forEach(({ at }, index) => {
      const before = said[index];
      expect(before && at - before.at).toBeGreaterThanOrEqual(readingMs(before?.words ?? ''));
    });
  });

  it('does not say code, also not while its block is open, nor signs of Markdown', () => {
    const said = stream(
      '# 标题\n\n**先看**这个[链接](https://a.example)[1]：\n\n```ts\nconst a = 1。\n```\n\n| 年 | 营收 |\n| - | - |\n| 2025 | 342 |\n\n完了。\n',
      5,
    )
      .map(({ words }) => words)
      .join(' ');
    expect(said).not.toMatch(/const|[*#|`[\]]|https/);
    expect(said).toContain('先看这个链接');
  });

  it('ends with the rest where that is short, and else says only that it is there', () => {
    const short = new Announcing();
    expect(short.end('只有一句。', 'complete')).toBe('只有一句。 回答完毕');
    expect(short.end('只有一句。', 'complete')).toBe('回答完毕');
    const long = new Announcing();
    expect(long.end('很长的回答，'.repeat(100), 'complete')).toBe('回答完毕 还有 600 字，可在对话中阅读');
    expect(new Announcing().end('', 'stopped')).toBe('已停止');
  });

  it('leaves a failure to its own alert', () => {
    expect(new Announcing().end('写了一半', 'failed')).toBe('');
  });

  it('ends an English sentence at a dot before a space, not in a number', () => {
    const announcing = new Announcing();
    expect(announcing.next('It is 3.5 of them. And', 0)).toBe('It is 3.5 of them.');
  });
});

it('hears a block of code as one', () => {
  expect(heard('看：\n```\na\nb\n```\n完')).toBe('看： （一段代码） 完');
});
