import { PASSAGE_MAX } from '@huati/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PASSAGES_MAX, toPassages, type Piece } from '../src';

const bare = (texts: { text: string }[]) => texts.map(({ text }) => text.replace(/\s+/g, '')).join('');

const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom('合同', '甲方', '𠮷', '。', '，', '\n', ' ', 'word', '.', '！', '| 表 |', '😀'), {
        maxLength: 700,
      })
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 1_500 }) },
);
const piece: fc.Arbitrary<Piece> = fc.record({
  text,
  place: fc.record(
    {
      page: fc.integer({ min: 1, max: 3 }),
      headings: fc.constantFrom(['一'], ['一', '二'], ['三']),
      lines: fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 50, max: 99 })),
    },
    { requiredKeys: [] },
  ),
});
const ordered = fc
  .array(piece, { maxLength: 20 })
  .map((pieces) => pieces.sort((a, b) => (a.place.page ?? 0) - (b.place.page ?? 0)));

describe('passages', () => {
  it('keep every character in order, are never too long and never span two pages', () => {
    const shown = /[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]/g;
    fc.assert(
      fc.property(ordered, (pieces) => {
        const { passages } = toPassages(pieces);
        expect(bare(passages)).toBe(bare(pieces.map((one) => ({ text: one.text.replace(shown, '') }))));
        expect(passages.map(({ n }) => n)).toEqual(passages.map((_, at) => at + 1));
        for (const passage of passages) {
          expect(passage.text.length).toBeLessThanOrEqual(PASSAGE_MAX);
          expect(passage.text.isWellFormed()).toBe(true);
          expect(passage.text.trim()).not.toBe('');
        }
        for (const page of [undefined, 1, 2, 3]) {
          const on = (items: (Piece | (typeof passages)[number])[]) => items.filter(({ place }) => place.page === page);
          expect(bare(on(passages))).toBe(bare(on(pieces).map((one) => ({ text: one.text.replace(shown, '') }))));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are parted at the ends of sentences', () => {
    const sentence = '本合同自双方签字盖章之日起生效，有效期为三年。';
    const { passages } = toPassages([{ text: sentence.repeat(100), place: { page: 2 } }]);
    for (const passage of passages) {
      expect(passage.text.endsWith('。')).toBe(true);
      expect(passage.text.length).toBeGreaterThan(400);
      expect(passage.place).toEqual({ page: 2 });
    }
  });

  it('join boxes, lines and cells', () => {
    const { passages } = toPassages([
      { text: '甲', place: { sheet: '表', cells: 'B2:C4' }, boxes: [[0, 0, 0.5, 0.1]] },
      { text: '乙', place: { sheet: '表', cells: 'A5:AB20' }, boxes: [[0, 0.1, 0.5, 0.1]] },
      { text: '丙', place: { sheet: '另一表', cells: 'A1:A1' } },
    ]);
    expect(passages).toEqual([
      {
        n: 1,
        text: '甲\n\n乙',
        place: { sheet: '表', cells: 'A2:AB20' },
        boxes: [
          [0, 0, 0.5, 0.1],
          [0, 0.1, 0.5, 0.1],
        ],
      },
      { n: 2, text: '丙', place: { sheet: '另一表', cells: 'A1:A1' } },
    ]);
  });

  it('drop what nothing can show', () => {
    const [passage] = toPassages([{ text: '价\0格\ud800：\u009f一\ufffe元\udc00', place: {} }]).passages;
    expect(passage?.text).toBe('价格：一元');
  });

  it('keep a chapter’s heading with its first section, and sections apart', () => {
    const { passages } = toPassages([
      { text: '# 第一章', place: { headings: ['第一章'] } },
      { text: '## 第一节', place: { headings: ['第一章', '第一节'] } },
      { text: '内容甲', place: { headings: ['第一章', '第一节'] } },
      { text: '## 第二节', place: { headings: ['第一章', '第二节'] } },
      { text: '内容乙', place: { headings: ['第一章', '第二节'] } },
    ]);
    expect(passages.map((one) => [one.text, one.place.headings])).toEqual([
      ['# 第一章\n\n## 第一节\n\n内容甲', ['第一章', '第一节']],
      ['## 第二节\n\n内容乙', ['第一章', '第二节']],
    ]);
  });

  it('pack headings with nothing between them, whatever is above them', () => {
    const pieces = Array.from({ length: 50_000 }, (_, at) => ({ text: `# 条${at}`, place: { headings: [`条${at}`] } }));
    const { passages, cut } = toPassages(pieces);
    expect(passages.length).toBeLessThan(1_000);
    expect(cut).toBe(false);
    expect(bare(passages)).toBe(bare(pieces));
    expect(passages[0]?.text.length).toBeGreaterThan(500);
  });

  it('are so many at most', () => {
    const pieces = Array.from({ length: 20_000 }, (_, at) => [
      { text: `# 条${at}`, place: { headings: [`条${at}`] } },
      { text: '是', place: { headings: [`条${at}`] } },
    ]).flat();
    const { passages, cut } = toPassages(pieces);
    expect([passages.length, cut]).toEqual([PASSAGES_MAX, true]);
    expect(passages.at(-1)).toEqual({
      n: PASSAGES_MAX,
      text: `# 条${PASSAGES_MAX - 1}\n\n是`,
      place: { headings: [`条${PASSAGES_MAX - 1}`] },
    });
  });
});
