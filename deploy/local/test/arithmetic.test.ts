import { describe, expect, it } from 'vitest';
import { calculate, termIn } from '../src/model/demo/arithmetic';

describe('what the demo has calculated', () => {
  it.each([
    ['12.5% 的 3400 加 7 * 8 等于多少？', '12.5% * 3400 + 7 * 8'],
    ['3.5% 的 12800 是多少', '3.5% * 12800'],
    ['3000 的 15% 是多少？', '3000 * 15%'],
    ['请帮我算一下 (3.2+4.8)*125', '(3.2+4.8)*125'],
    ['12800 元的 3.5% 是多少元？', '12800 * 3.5%'],
    ['What is 2 × 3 × (4+5)?', '2 × 3 × (4+5)'],
    ['一百减一等于几', undefined],
    ['100 减去 -1 等于几', '100 - -1'],
  ])('%s: %s', (question, term) => {
    expect(termIn(question)).toBe(term);
  });

  it.each([
    '2024-2025 年的营业收入是多少？',
    '第 3-5 页讲了什么？',
    '1/2 的员工不同意吗？',
    '3 的 4 是多少',
    '2024-05-01',
    '12',
    '(1+2',
    '1+',
    '',
  ])('%s: is no term', (question) => {
    expect(termIn(question)).toBeUndefined();
    expect(calculate(question)).toBeUndefined();
  });

  // Measured anew where the machine stood still.
  it('takes no time over a question that looks like a term for long', { retry: 3 }, () => {
    const start = performance.now();
    for (const length of [90, 1_000, 20_000]) {
      expect(termIn(`${'1'.repeat(length)}${' '.repeat(length)}x`)).toBeUndefined();
      expect(termIn('(1+'.repeat(length))).toBeUndefined();
    }
    expect(performance.now() - start).toBeLessThan(100);
  });
});
