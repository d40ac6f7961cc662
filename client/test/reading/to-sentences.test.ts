import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placesOf, sentenceAt } from '@/features/reading/align';
import { formulaWords } from '@/features/reading/formula-words';
import { toSentences } from '@/features/reading/to-sentences';
import { setLocale } from '@/i18n';
import { engine } from '@/markdown/engine';
import { squeezed } from '@/platform/read-marks';

beforeAll(() => setLocale('zh-CN'));
afterAll(() => setLocale('system'));

const read = (text: string, sources?: ReadonlyMap<number, string>) => toSentences(engine.parse(text, { sources }));
const spoken = (text: string) => read(text).map((sentence) => sentence.spoken);

describe('toSentences', () => {
  it('says paragraphs, headings and lists sentence by sentence, without signs of Markdown', () => {
    expect(spoken('# 标题\n\n**很好**。再见\n\n1. 甲。乙。\n2. 丙\n   - 丁')).toEqual([
      '标题',
      '很好。',
      '再见',
      '1、甲。',
      '乙。',
      '2、丙',
      '丁',
    ]);
  });

  it('says no addresses, marks of sources or pictures of feelings, and announces what is no text', () => {
    expect(spoken('见 https://example.com/a?b=1。好😀[3]\n\n```ts\nlet a;\n```\n\n```mermaid\na\n```\n\n好')).toEqual([
      '见 链接 。',
      '好',
      '代码，略。',
      '图表，略。',
      '好',
    ]);
    const cited = read('增长了 [1]。', new Map([[1, '年报']]));
    expect(cited).toEqual([{ shown: '增长了 。', spoken: '增长了 。' }]);
    expect(read('[这里](https://example.com/x)写着。')).toEqual([{ shown: '这里写着。', spoken: '这里写着。' }]);
  });

  it('says tables row by row, with what stands over each column', () => {
    expect(read('| 模型 | 显存 |\n| --- | --- |\n| 甲 | 16 GB |\n| 乙 | |')).toEqual([
      { shown: '模型 显存', spoken: '表格：模型，显存。' },
      { shown: '甲 16 GB', spoken: '甲，显存：16 GB' },
      { shown: '乙 ', spoken: '乙' },
    ]);
  });

  it('ends no sentence inside of code or an address', () => {
    expect(read('用 `a. B! C` 吧。好')).toEqual([
      { shown: '用 a. B! C 吧。', spoken: '用 a. B! C 吧。' },
      { shown: '好', spoken: '好' },
    ]);
  });
});

describe('formulaWords', () => {
  it.each([
    ['E = mc^2', 'E 等于 m c 的平方'],
    ['\\frac{1}{2} + x_1', '2 分之 1 加 x 1'],
    ['\\sqrt{x} \\le \\pi', '根号 x 小于等于 pi'],
    ['a^{n}', 'a 的 n 次方'],
    ['\\begin{matrix} 1 \\end{matrix}', '公式，略'],
    [`x${' + x'.repeat(30)}`, '公式，略'],
  ])('%j', (tex, words) => expect(formulaWords(tex)).toBe(words));
});

describe('placesOf', () => {
  it('finds sentences one after the other, whatever blanks are between, and those that come twice each in their place', () => {
    const page = squeezed('是的。\n不 是。 是的。 最后');
    const places = placesOf(['是的。', '不是。', '', '没有的', '是的。 ', '最后'], page);
    expect(places.map((place) => place && page.slice(place.from, place.to))).toEqual([
      '是的。',
      '不是。',
      null,
      null,
      '是的。',
      '最后',
    ]);
    expect([0, 3, 6, 99].map((at) => sentenceAt(places, at))).toEqual([0, 1, 4, 0]);
  });
});
