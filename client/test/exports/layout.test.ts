import { describe, expect, it } from 'vitest';
import { breakCode, breakLines, type Line } from '@/features/exports/poster/lines';
import { graphemesOf } from '@/features/exports/poster/graphemes';
import { partsOf, scaleOf } from '@/features/exports/poster/pages';
import { Pen } from '@/features/exports/poster/pen';
import { columnWidths, setTable } from '@/features/exports/poster/table';
import type { Cell } from '@/markdown/native/native-blocks';
import type { Styled } from '@/features/exports/poster/atoms';
import type { Font, Measure, Steps } from '@/features/exports/poster/types';

/** Han characters and full-width signs are as wide as they are high, all others half of that. */
const measure: Measure = (text, { size }) =>
  [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef“”…—]/.test(character) ? size : size / 2), 0);

const font: Font = { size: 10 };
const plain = (text: string): Styled => ({ text, font, paint: 'ink' });
const broken = (text: string, room: number): string[] => told(done(breakLines([plain(text)], room, measure)));
/** Work done to its end. */
function done<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
const told = (lines: readonly Line[]): string[] => lines.map(({ pieces }) => pieces.map(({ text }) => text).join(''));

describe('lines', () => {
  it('are full where characters have room, and no fuller', () => {
    expect(broken('一二三四五六七', 30)).toEqual(['一二三', '四五六', '七']);
    expect(broken('一二三四五六七', 39)).toEqual(['一二三', '四五六', '七']);
  });

  it('begin with no closing sign and end with no opening one', () => {
    expect(broken('一二三。四五', 30)).toEqual(['一二', '三。四', '五']);
    expect(broken('一二（三）四', 30)).toEqual(['一二', '（三）', '四']);
    expect(broken('他说：“好。”走', 40)).toEqual(['他说：', '“好。”', '走']);
    const lines = broken('人们问：“真的吗？”——没有人知道；（也许）谁都不想知道……就这样，《书》里说。'.repeat(20), 95);
    for (const line of lines) {
      expect(line).not.toMatch(/^[，。；：？！）”》…—]/);
      expect(line).not.toMatch(/[（“《]$/);
      expect(measure(line, font)).toBeLessThanOrEqual(95);
    }
    expect(lines.join('')).toBe(
      '人们问：“真的吗？”——没有人知道；（也许）谁都不想知道……就这样，《书》里说。'.repeat(20),
    );
  });

  it('keep words whole, and lose the blanks at their ends alone', () => {
    expect(broken('the quick brown fox', 50)).toEqual(['the quick', 'brown fox']);
    expect(broken('it’s a don’t', 30)).toEqual(['it’s a', 'don’t']);
  });

  it('break what is longer than a line, addresses behind their signs', () => {
    expect(broken('abcdefghijkl', 25)).toEqual(['abcde', 'fghij', 'kl']);
    expect(broken('https://a.example/path/to/page', 100)).toEqual(['https://a.example/', 'path/to/page']);
    expect(broken('见https://a.example/very', 60).join('')).toBe('见https://a.example/very');
  });

  it('end where the text says so, and an empty one is a line too', () => {
    expect(broken('一\n\n二', 100)).toEqual(['一', '', '二']);
  });

  it('have room between Han characters and letters, which no line begins with', () => {
    const [line] = done(breakLines([plain('用GPU算')], 100, measure));
    expect(line?.pieces.map(({ x, text }) => [x, text])).toEqual([
      [0, '用'],
      [11.25, 'GPU'],
      [27.5, '算'],
    ]);
    expect(line?.width).toBe(37.5);
    expect(done(breakLines([plain('一二GPU')], 20, measure))[1]?.pieces[0]?.x).toBe(0);
  });

  it('never begin with the mark of a source', () => {
    const cite: Styled = { text: '2', font: { size: 7, bold: true }, paint: 'accent', as: 'cite' };
    expect(told(done(breakLines([plain('一二三'), cite], 30, measure)))).toEqual(['一二', '三2']);
  });

  it('keep pairs of surrogates whole', () => {
    expect(broken('😀😀😀😀', 10).every((line) => /^(?:😀)*$/u.test(line))).toBe(true);
  });

  it('end between emoji, never within one', () => {
    const emoji = ['🇨🇳', '🇺🇸', '👨‍👩‍👧‍👦', '👍🏽', '❤️‍🔥', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏳️‍🌈', '👩‍❤️‍👩', '☝🏽', '👩‍❤‍👩'];
    const text = emoji.join('');
    expect([...graphemesOf(text)]).toEqual(emoji);
    for (const room of [5, 12, 20, 31, 47]) {
      for (const lines of [broken(text, room), told(done(breakCode([plain(text)], room, measure)))]) {
        expect(lines.flatMap((line) => [...graphemesOf(line)])).toEqual(emoji);
      }
    }
    expect(broken('好的👍走', 20)).toEqual(['好的', '👍走']);
    expect(broken('Huati™ok', 100)).toEqual(['Huati™ok']);
    expect([...graphemesOf('e\u0301a')]).toEqual(['e\u0301', 'a']);
  });

  it('of one endless word are measured in a time that grows with its length alone', () => {
    let units = 0;
    const counting: Measure = (each, its) => {
      units += each.length;
      return measure(each, its);
    };
    const lines = done(breakLines([plain('a'.repeat(20_000))], 300, counting));
    expect(lines).toHaveLength(334);
    expect(told(lines).join('')).toHaveLength(20_000);
    expect(units).toBeLessThan(20_000 * 4);
  });

  it('go on with a chip of code within the column, and its chip is around all of its letters', () => {
    const code: Styled = { text: 'abcdefghijklmnopqrst', font, paint: 'ink', as: 'code' };
    const pen = new Pen(measure);
    pen.lines(done(breakLines([code], 60, measure)), { x: 100, leading: 20, size: 10 });
    const chips = pen.commands.filter((command) => command.kind === 'box');
    const texts = pen.commands.filter((command) => command.kind === 'text');
    expect(texts.length).toBeGreaterThan(1);
    texts.forEach(({ x, text }, at) => {
      const chip = chips[at] ?? { x: 0, width: 0 };
      expect(chip.x).toBeGreaterThanOrEqual(100);
      expect(chip.x).toBeLessThanOrEqual(x - 4);
      expect(chip.x + chip.width).toBeCloseTo(x + measure(text, font) + 5);
    });
  });
});

it('code is broken anywhere and keeps its blanks', () => {
  expect(told(done(breakCode([plain('  if (a) {')], 25, measure)))).toEqual(['  if ', '(a) {']);
});

describe('columns of a table', () => {
  it('share what is left where all have room', () => {
    expect(
      columnWidths(
        [
          { least: 10, natural: 20 },
          { least: 10, natural: 40 },
        ],
        100,
      ),
    ).toEqual([40, 60]);
  });
  it('get their longest word and a share of the rest where they have not', () => {
    expect(
      columnWidths(
        [
          { least: 20, natural: 20 },
          { least: 20, natural: 220 },
        ],
        100,
      ),
    ).toEqual([20, 80]);
  });
  it('never need more than there is', () => {
    const widths = columnWidths(
      Array.from({ length: 9 }, () => ({ least: 90, natural: 900 })),
      300,
    );
    expect(widths.reduce((sum, each) => sum + each, 0)).toBeCloseTo(300);
  });
});

describe('a table', () => {
  const cell = (text: string): Cell => ({ side: 'left', runs: [{ text, look: '', href: '' }] });
  const texts = (rows: string[][]): string[] => {
    const pen = new Pen(measure);
    done(
      setTable(
        pen,
        rows.map((row) => row.map(cell)),
        { x: 24, width: 342 },
      ),
    );
    return pen.commands.flatMap((command) => (command.kind === 'text' ? [command.text] : []));
  };
  const heads = ['区域', '一季', '二季', '三季', '四季', '五季', '六季', '合计'];

  it('breaks no figure, however many columns it has', () => {
    const figures = heads.map((_, at) => `1,204,33${at}`);
    const told = texts([heads, ['华东', ...figures.slice(1)]]);
    for (const figure of figures.slice(1)) expect(told.join('|')).toContain(figure);
    expect(told.join('')).toContain('合计：1,204,337');
  });
  it('breaks an address rather than becoming a list', () => {
    const told = texts([
      ['名称', '地址'],
      ['年报', `https://a.example/${'path/'.repeat(20)}`],
    ]);
    expect(told.slice(0, 3)).toEqual(['名称', '地址', '年报']);
    expect(told.slice(3).join('')).toContain('path/path/');
  });
});

describe('a long poster', () => {
  const cuts = [
    { y: 40, block: true },
    { y: 80, block: true },
    { y: 95, block: false },
    { y: 150, block: false },
    { y: 195, block: false },
  ];
  it('is cut between blocks, and between lines where that would leave a picture half empty', () => {
    expect(partsOf(240, cuts, 100)).toEqual([
      { top: 0, bottom: 80 },
      { top: 80, bottom: 150 },
      { top: 150, bottom: 240 },
    ]);
  });
  it('is cut anywhere where nothing else is left, and nothing of it is lost', () => {
    expect(partsOf(250, [], 100)).toEqual([
      { top: 0, bottom: 100 },
      { top: 100, bottom: 200 },
      { top: 200, bottom: 250 },
    ]);
  });
  it('is drawn at the pixels of the screen, or fewer where it is one picture then', () => {
    const limits = { side: 4_096, area: 16_000_000 };
    expect(scaleOf({ width: 390, height: 1_300 }, 3, limits)).toBe(3);
    expect(scaleOf({ width: 390, height: 1_600 }, 3, limits)).toBe(2.5);
    expect(scaleOf({ width: 390, height: 9_000 }, 3, limits)).toBe(2);
    expect(scaleOf({ width: 390, height: 500 }, 1, limits)).toBe(2);
  });
});
