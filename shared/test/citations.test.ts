import { expect, it } from 'vitest';
import { citedIn, numbersOf } from '../src/retrieval/citations';

it.each([
  ['先[2]后【1】再[2-3]，`[12]`\n\n```\n[12]\n```\n', [2, 1, 3]],
  ['[1；2]与［7；8］、[3～5]、［10－11］和[1-30]', [1, 2, 7, 8, 3, 4, 5, 10, 11, 6, 9, ...range(12, 30)]],
  ['太长[1-90]，年份[2024]，从零[0, 1]，倒着[5-3]', []],
  ['转义\\[1\\]，反斜杠\\\\[2]，``a`[3]`` 与 `没有结束[4]', [2, 4]],
  ['~~~\n[1]\n~~~\n[2]', [2]],
  ['- 列表\n  ```ts\n  a[1]\n  ```\n  后[2]\n\n1. ```\n   a[3]\n   ```\n4. 后[4]', [2, 4]],
  ['> ~~~~\n> a[1]\n> ~~~\n> b[2]\n> ~~~~\n> 后[3]', [3]],
  ['- ```\n  a[1]\n\n列表之后[2]', [2]],
  ['```\n没有结束[1]', []],
  ['```一行里的 `[1]` 代码``` [2]', [2]],
  ['- 用 ` 分隔[1]\n- 又一个 ` 号[2]', [1, 2]],
  ['| 甲 ` | 三亿[1] | ` |', [1]],
  ['~~~ 里面 ```\n[1]\n```\n[2]\n~~~\n[3]', [3]],
])('%j cites %j', (text, numbers) => expect(citedIn(text)).toEqual(numbers));

it('reads what stands between brackets in its order', () => {
  expect(numbersOf('1, 3-5')).toEqual([1, 3, 4, 5]);
  expect(numbersOf('5-3')).toEqual([]);
  expect(numbersOf('2、2；1')).toEqual([2, 1]);
});

it('a text made to be slow is not', () => {
  const start = performance.now();
  citedIn('` `` ``` '.repeat(20_000) + '['.repeat(50_000) + '\n- ```'.repeat(3_000) + `[1${' '.repeat(50_000)}`);
  expect(performance.now() - start).toBeLessThan(2_000);
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
