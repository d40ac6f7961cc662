import { describe, expect, it } from 'vitest';
import { engine } from '@/markdown/engine';
import { toCsv, toMarkdownTable, toTsv } from '@/markdown/to-csv';

/** The cells of a table of Markdown, row by row. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  for (const { type, children } of engine.parse(text, {})) {
    if (type === 'tr_open') rows.push([]);
    if (type === 'inline') rows[rows.length - 1]?.push((children ?? []).map(({ content }) => content).join(''));
  }
  return rows;
}

describe('toCsv', () => {
  it('puts in quotes what needs them, and ends lines as RFC 4180 does', () => {
    expect(
      toCsv([
        ['名称', '说明'],
        ['a,b', '他说"好"'],
        ['两\n行', ''],
      ]),
    ).toBe('名称,说明\r\n"a,b","他说""好"""\r\n"两\n行",');
  });

  it.each(['=1+1', '@SUM(A1)', '+cmd|calc', '-2+3', '＝HYPERLINK("x")', '\t=1'])('lets nobody compute %j', (cell) =>
    expect(toCsv([[cell]])).toMatch(/^"?'/),
  );

  it.each(['-12.5', '+3', '-1,204', '-8.5%', '-', '--', '- 3', '-¥20', '1=1'])('leaves %j as it is', (cell) =>
    expect(toCsv([[cell]]).replace(/"/g, '')).toBe(cell),
  );
});

it('gives a table to spreadsheets in one line a row', () =>
  expect(toTsv([['a\tb', 'c\nd'], ['=x']])).toBe("a b\tc d\n'=x"));

describe('toMarkdownTable', () => {
  it('comes back as the same cells', () => {
    const rows = [
      ['甲', '乙'],
      ['a|b', '两\n行'],
      ['短', ''],
    ];
    expect(cellsOf(toMarkdownTable(rows))).toEqual([rows[0], ['a|b', '两 行'], rows[2]]);
  });

  it('does not escape what is escaped', () => expect(toMarkdownTable([['a\\|b']])).toContain('| a\\|b |'));
});
