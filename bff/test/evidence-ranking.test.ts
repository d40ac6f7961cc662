import { IndexBuilder, packed, queryTerms, termsOf } from '@huati/ranking';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { citedIn } from '../src/features/evidence/cited';
import { placeInWords } from '../src/features/evidence/place-in-words';
import { orderOf, type FileToRank } from '../src/features/evidence/ranking/order';
import { createRanking } from '../src/features/evidence/ranking/ranking';
import { createRankingThread } from '../src/features/evidence/ranking/thread';
import { Shelf } from '../src/features/evidence/ranking/shelf';
import { spreadOrder } from '../src/features/evidence/ranking/spread';
import { fitted, type WithEvidence } from '../src/features/chat/window/fitted';

const file = (name: string, texts: readonly string[], more: Partial<FileToRank> = {}): FileToRank => {
  const builder = new IndexBuilder();
  for (const text of texts) builder.add({ text, headings: '', tokens: text.length });
  return { index: builder.built(), vectors: undefined, name, own: false, ...more };
};
const best = (files: readonly FileToRank[], question: string, vector?: number[]) =>
  orderOf(files, question, vector).matching.map(({ file: at, n }) => `${at}:${n}`);

describe('terms', () => {
  it('are pairs of Han characters, words and numbers, whatever their case and width', () => {
    expect(termsOf('付款期限')).toEqual(new Set([...termsOf('付款'), ...termsOf('款期'), ...termsOf('期限')]));
    expect(termsOf('ＧＤＰ 増加')).toEqual(new Set([...termsOf('gdp'), ...termsOf('増加')]));
    expect(termsOf('1,234.5 元')).toEqual(new Set([...termsOf('１２３４.5'), ...termsOf('元')]));
    expect(termsOf('a,b. 3.')).toEqual(new Set([...termsOf('a'), ...termsOf('b'), ...termsOf('3')]));
    expect(termsOf('，。！ \n|---|')).toEqual(new Set());
  });

  it('of a question are those that tell passages apart', () => {
    for (const general of [
      '总结一下',
      '这份文件讲什么？',
      '请帮我概括这些资料的主要内容',
      'What is this file about?',
      'summarize',
    ]) {
      expect(queryTerms(general)).toEqual([]);
    }
    expect(new Set(queryTerms('请问合同里的付款期限是多少天？'))).toEqual(
      new Set([...termsOf('合同'), ...termsOf('付款期限'), ...termsOf('天')]),
    );
    expect(queryTerms('长'.repeat(10) + Array.from({ length: 900 }, (_, n) => ` w${n}`).join('')).length).toBe(400);
  });
});

describe('the order of passages', () => {
  const contract = file('合同.pdf', [
    '甲方：北京公司。乙方：上海公司。',
    '付款期限为收到发票后三十天，逾期按日计息。',
    '本合同一式两份，双方各执一份。付款以人民币结算。',
    '争议由北京仲裁委员会仲裁。',
  ]);

  it('is that of the words they share with the question', () => {
    expect(best([contract], '付款期限是多久')[0]).toBe('0:2');
    expect(best([contract], '由谁仲裁？')[0]).toBe('0:4');
    expect(best([contract], 'ＢＵＤＧＥＴ')).toEqual([]);
    const report = file('report.txt', ['Revenue grew by 12%.', 'The BUDGET for 2024 is 1,200,000 yuan.']);
    expect(best([contract, report], 'budget 2024')[0]).toBe('1:2');
    expect(best([contract, report], '1200000')[0]).toBe('1:2');
  });

  it('knows the name of a file, and the passages around', () => {
    const [a, b] = [file('甲项目.txt', ['预算一百万元。']), file('乙项目.txt', ['预算三百万元。'])];
    expect(best([a, b], '乙项目的预算')[0]).toBe('1:1');
    const cut = file('a.txt', ['无关。', '设备的保修期限', '为三年，自验收之日起。', '无关。']);
    expect(best([cut], '保修期限')[0]).toBe('0:2');
    expect(best([cut], '保修期限')).toContain('0:3');
  });

  it('joins words and meaning', () => {
    const vectors = {
      dimensions: 2,
      numbers: Int8Array.from([...packed([0, 1]), ...packed([1, 0]), ...packed([1, 1])]),
    };
    const files = [file('a', ['猫在睡觉', '狗在奔跑', '鱼在游泳'], { vectors })];
    expect(best(files, '犬类运动', [1, 0]).slice(0, 2)).toEqual(['0:2', '0:3']);
    expect(best(files, '犬类运动')).toEqual([]);
    // Of another model's length: as if there were none.
    expect(best(files, '鱼在游泳', [1, 0, 0])[0]).toBe('0:3');
  });

  it('spreads evenly from the beginning on, the question’s own files first', () => {
    expect(spreadOrder(100, 7)).toEqual([0, 1, 2, 50, 25, 75, 12]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 500 }), (count, max) => {
        const order = spreadOrder(count, max);
        expect(new Set(order).size).toBe(Math.min(count, max));
        expect(order.every((n) => Number.isInteger(n) && n >= 0 && n < count)).toBe(true);
      }),
    );
    const texts = Array.from({ length: 9 }, (_, n) => `第${n}段`);
    const { matching, spread } = orderOf([file('旧', texts), file('新', texts, { own: true })], '总结一下', undefined);
    expect(matching).toEqual([]);
    expect(spread.slice(0, 9).every(({ file: at }) => at === 1)).toBe(true);
    expect(spread).toHaveLength(18);
  });

  it('is kept for the files asked about last', () => {
    const shelf = new Shelf(10, 4);
    const passage = (text: string) => [{ text, headings: '', tokens: 1 }];
    shelf.add('a', passage('一二三四五六'), 0, true);
    shelf.add('b', passage('一二三'), 0, false);
    shelf.add('b', passage('四五六'), 1, true);
    expect(shelf.get('a')?.index.terms).toHaveLength(5);
    expect(shelf.get('b')?.index.ends).toHaveLength(2);
    shelf.get('a');
    shelf.add('c', passage('甲乙丙'), 0, true);
    expect(['a', 'b', 'c'].filter((id) => shelf.get(id))).toEqual(['a', 'c']);
    const vectors = { dimensions: 3, numbers: Int8Array.from([1, 2, 3]) };
    shelf.setVectors('a', vectors);
    shelf.setVectors('c', vectors);
    shelf.setVectors('gone', vectors);
    expect(['a', 'c'].map((id) => shelf.get(id)?.vectors)).toEqual([undefined, vectors]);
  });
});

it('meanings are read for those files alone that the thread does not have', async () => {
  const texts = ['猫在睡觉', '狗在奔跑'];
  const rows = texts.map((text, at) => ({ n: at + 1, text, place_json: '{}', tokens: 4 }));
  const passages = (_: string, after: number) => Promise.resolve(after === 0 ? rows : []);
  const ranking = createRanking({ passages }, createRankingThread());
  const read: string[] = [];
  const vectorsOf = ({ file_id: id }: { file_id: string }) => {
    read.push(id);
    return Promise.resolve({ dimensions: 2, numbers: Int8Array.from([...packed([0, 1]), ...packed([1, 0])]) });
  };
  const asked = (...ids: string[]) =>
    ids.map((id) => ({ id, file_id: id, name: id, mime: '', passages: 2, tokens: 8, cut: false, own: false }));
  const rank = async (...ids: string[]) => {
    const order = await ranking.rank({ files: asked(...ids), question: '犬类运动', vector: [1, 0], vectorsOf });
    return order.matching.map(({ file: at, n }) => `${at}:${n}`);
  };
  try {
    expect(await rank('a', 'b')).toEqual(['0:2', '1:2']);
    expect(await rank('b', 'a', 'c')).toEqual(['0:2', '1:2', '2:2']);
    expect(read).toEqual(['a', 'b', 'c']);
  } finally {
    await ranking.close();
  }
});

describe('what fits', () => {
  const evidence = (total: number, given: (budget: number) => number): WithEvidence => ({
    least: '',
    total,
    chosen: false,
    give: (budget) => {
      const tokens = budget >= total ? total : given(budget);
      return Promise.resolve({
        text: '字'.repeat(tokens),
        tokens,
        given: { retrieval: 'chunk', files: [], sources: [] },
      });
    },
  });
  const least = { text: '', size: 0 };

  it('is all of it, or a choice that never takes more than its room', async () => {
    const number = fc.integer({ min: 1, max: 3000 });
    const run = async (total: number, whole: number, chosen: number, ratio: number) => {
      const count = (text: string) => Promise.resolve(Math.ceil(text.length * ratio));
      const { size } = await fitted(evidence(total, Math.floor), least, { whole, chosen }, count);
      expect(size).toBeLessThanOrEqual(whole);
      if (Math.min(whole, chosen) > 50 && total * ratio + 1 <= whole * 0.9) expect(size).toBe(Math.ceil(total * ratio));
      else if (Math.min(chosen, whole) > 50) expect(size).toBeGreaterThan(0.6 * Math.min(chosen, whole, total * ratio));
    };
    const ratio = fc.double({ min: 0.34, max: 1.4, noNaN: true });
    await fc.assert(fc.asyncProperty(number, number, number, ratio, run), { numRuns: 300 });
  });
});

it('citations are read as people and models write them', () => {
  expect([
    ...citedIn('甲[1]，乙[2][3]；丙[4, 5]、丁【6】［7－8］[9-11] 见 `a[12]`\n```\nb[13]\n```\n[x] [14]'),
  ]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14]);
  expect(citedIn('[1-9999]').size).toBe(0);
});

it('places are told in the language of the question', () => {
  const place = { page: 3, headings: ['第二章', '付款'] };
  expect(placeInWords(place, 'zh')).toBe('第3页 · 第二章 > 付款');
  expect(placeInWords(place, 'en')).toBe('page 3 · 第二章 > 付款');
  expect(placeInWords({ sheet: '销售', cells: 'A2:F20' }, 'zh')).toBe('表「销售」 · A2:F20');
  expect(placeInWords({ slide: 2, lines: [1, 1] }, 'en')).toBe('slide 2 · line 1');
  expect(placeInWords({}, 'zh')).toBe('');
});
