import { describe, expect, it } from 'vitest';
import type { ExportedMessage } from '@/features/exports/content';
import { parsed, parsing } from '@/features/exports/parsed';
import { drawPart } from '@/features/exports/poster/draw';
import { partsOf } from '@/features/exports/poster/pages';
import { POSTER_PX, setPoster } from '@/features/exports/poster/poster';
import type { Measure } from '@/features/exports/poster/types';
import type { Box, Brush } from '@/platform/brush';

/** As much as is done before whoever waits for something else may have a turn. */
const MEASURED_MAX = 700;
const PAPER_MAX = POSTER_PX * 300;
const LETTERS_MAX = 24;

const PIECE =
  '## 结论\n\n营收**增长** 12%，见 `margin`[1]；~~旧数~~\n\n- 华东\n  - 上海\n\n| 甲 | 乙 |\n| - | -: |\n| 一 | 1 |\n\n' +
  '```ts\nconst a = 1;\n\n// 毛利率\n```\n\n> 稳中有进\n\n' +
  '手机走进电梯时信号会断，出来以后要接着读。'.repeat(12);
const answer: ExportedMessage = {
  id: 'a',
  question: false,
  text: Array.from({ length: 30 }, () => PIECE).join('\n\n'),
  files: [],
  cited: [{ n: 1, title: '公告', text: '营收' }],
  stored: false,
};
const exported = { title: '长文', createdAt: '2026-01-01T00:00:00.000Z', messages: [answer] };

/** Runs work to its end. Out: what `count` says of each step, and the result. */
function steps<T>(work: Generator<unknown, T>, count: () => number): { counts: number[]; result: T } {
  const counts: number[] = [];
  for (;;) {
    const before = count();
    const { done, value } = work.next();
    counts.push(count() - before);
    if (done) return { counts, result: value };
  }
}

describe('a long poster', () => {
  let measured = 0;
  const measure: Measure = (text, { size }) => {
    measured += 1;
    return text.length * size;
  };
  const setting = steps(setPoster(exported, measure, { qr: null }), () => measured);
  const poster = setting.result;

  it('is set in steps that are short', () => {
    expect(answer.text.length).toBeGreaterThan(10_000);
    expect(Math.max(...setting.counts)).toBeLessThan(MEASURED_MAX);
  });

  it('is parsed part by part, and is the same then', () => {
    const { counts, result } = steps(parsing(answer), () => 0);
    expect(counts.length).toBeGreaterThanOrEqual(answer.text.length / 2_000);
    expect(result).toEqual(parsed(answer));
    expect(parsing({ ...answer, text: '短' }).next().done).toBe(true);
  });

  it('is drawn in steps that are short, on paper that is there everywhere', () => {
    const paper: Box[] = [];
    let letters = 0;
    const brush: Brush = {
      text: () => (letters += 1),
      box: (box) => box.x === 0 && box.width === POSTER_PX && paper.push(box),
    };
    const look = { theme: 'light', foot: null } as const;
    const { counts } = steps(drawPart(brush, poster, { top: 0, bottom: poster.height }, look), () => letters);
    expect(poster.height).toBeGreaterThan(5_000);
    expect(Math.max(...counts)).toBeLessThanOrEqual(LETTERS_MAX);
    expect(Math.max(...paper.map(({ width, height }) => width * height))).toBeLessThan(PAPER_MAX);
    const end = paper.reduce((reached, { y, height }) => (y <= reached ? Math.max(reached, y + height) : reached), 0);
    expect(end).toBeGreaterThanOrEqual(poster.height);
  });

  it('has all of its commands in one of its pictures', () => {
    const parts = partsOf(poster.height, poster.cuts, 2_000);
    expect(parts.length).toBeGreaterThan(3);
    const told: string[] = [];
    const boxes: Box[] = [];
    for (const part of parts) {
      const brush: Brush = { text: (text) => told.push(text), box: (box) => boxes.push(box) };
      steps(drawPart(brush, poster, part, { theme: 'light', foot: null }), () => 0);
    }
    for (const command of poster.commands) {
      if (command.kind === 'text') expect(told).toContain(command.text);
    }
    expect(told.length).toBeGreaterThanOrEqual(poster.commands.filter(({ kind }) => kind === 'text').length);
    expect(boxes.length).toBeGreaterThan(poster.commands.length - told.length);
  });

  it.each([
    ['one paragraph', '手机走进电梯时信号会断，出来以后要接着读。'.repeat(400)],
    ['one word', 'a'.repeat(20_000)],
    ['one line of code', `\`\`\`\n${'a = b; '.repeat(1_000)}\n\`\`\``],
    ['one table', `| a | b |\n| - | - |\n${'| 一二三四五六七八九十一二三四五六七八九十 | 1 |\n'.repeat(200)}`],
  ])('is set in short steps where it is %s', (_, text) => {
    const long = { ...exported, messages: [{ ...answer, text }] };
    const { counts } = steps(setPoster(long, measure, { qr: null }), () => measured);
    expect(Math.max(...counts)).toBeLessThan(MEASURED_MAX);
  });

  it('ends where it would be too high, and says so', () => {
    const short = steps(setPoster(exported, measure, { qr: null, room: 3_000 }), () => 0).result;
    expect(poster.whole).toBe(true);
    expect(short.whole).toBe(false);
    expect(short.height).toBeLessThan(4_000);
    const told = short.commands.flatMap((command) => (command.kind === 'text' ? [command.text] : []));
    expect(told.join('')).toContain('后面的内容没有画进图片。');
    expect(told).toContain('内容由 AI 生成');
  });
});
