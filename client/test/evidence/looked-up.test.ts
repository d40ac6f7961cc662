import type { Lookup, Source } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { inOneLine, isOther, scoreWords, wordsOf } from '@/features/evidence/looked-up';

type Linked = Lookup['linked'][number];
const linked = (start: number, end: number, more: Partial<Linked> = {}): Linked => ({
  start,
  end,
  nodeId: `at ${start}`,
  name: '青禾资本',
  how: 'alias',
  ...more,
});
const pieces = (question: string, ...all: Linked[]) =>
  wordsOf({ question, linked: all }).map(({ text, nodeId, name }) => [text, nodeId, name].join('/'));

describe('the question as it was looked up', () => {
  it('is cut at the words that are entities', () => {
    expect(pieces('青禾和青禾资本谁大？', linked(3, 7), linked(0, 2))).toEqual([
      '青禾/at 0/青禾资本',
      '和//',
      '青禾资本/at 3/',
      '谁大？//',
    ]);
    expect(pieces('青禾资本', linked(0, 4))).toEqual(['青禾资本/at 0/']);
    expect(pieces('没有')).toEqual(['没有//']);
  });

  it('is whole whatever places are told', () => {
    const question = '甲乙丙丁';
    const told = [linked(0, 2), linked(1, 3), linked(3, 9), linked(2, 2), linked(-1, 1)];
    const words = wordsOf({ question, linked: told });
    expect(words.map(({ text }) => text).join('')).toBe(question);
  });

  it('is told from what was asked', () => {
    const lookup = { question: '青禾资本投了谁？', linked: [] };
    expect(isOther(lookup, '它投了谁？')).toBe(true);
    expect(isOther(lookup, ' 青禾资本投了谁？\n')).toBe(false);
    expect(isOther(lookup, undefined)).toBe(false);
  });
});

it('scores are never bare numbers', () => {
  const of = (more: Partial<Source>): string => scoreWords({ n: 1, title: '', text: '', ...more });
  expect(of({ score: 0.8349, scoreKind: 'cosine' })).toBe('相似度 0.83');
  expect(of({ score: 0.9, scoreKind: 'rerank' })).toBe('重排 0.90');
  expect(of({ score: 0.5, scoreKind: 'bm25' })).toBe('词面匹配 0.50');
  expect(of({ score: 0.1, scoreKind: 'ppr' })).toBe('图谱游走 0.10');
  expect(of({ score: 0.1 })).toBe('无分数');
  expect(of({ attachmentId: 'f' })).toBe('');
});

it('the beginning of a passage is plain words', () => {
  expect(inOneLine('## 公告\n\n| 轮次 | 金额 |\n| --- | --- |\n| **A 轮** | `3` |')).toBe('公告 轮次 金额 A 轮 3');
});
