import writeXlsxFile from 'write-excel-file/node';
import { describe, expect, it } from 'vitest';
import { readAs } from './samples/files';
import { xlsx } from './samples/parts';

describe('a workbook as a spreadsheet writes it', () => {
  it('gives its sheets in order, with cells, days and numbers as they are shown', async () => {
    const head = ['日期', '门店', '销售额', '完成率'];
    const day = (text: string) => ({ value: new Date(`${text}T00:00:00Z`), type: Date, format: 'm/d/yyyy' });
    const money = (value: number) => ({ value, type: Number, format: '#,##0.00' });
    const share = (value: number) => ({ value, type: Number, format: '0.0%' });
    const file = await writeXlsxFile([
      {
        sheet: '一季度',
        data: [
          [{ value: '2024年销售报表', columnSpan: 4 }, null, null, null],
          head,
          [day('2024-03-15'), '北京|朝阳', money(1234567.5), share(0.875)],
          [day('2024-12-01'), '上海\n浦东', money(98), share(1.2)],
        ],
      },
      { sheet: '说明', data: [['口径：含税']] },
    ]).toBuffer();
    const { pieces, pages, cut } = await readAs('xlsx', file);
    expect({ pages, cut }).toEqual({ pages: 2, cut: false });
    expect(pieces).toEqual([
      { text: '2024年销售报表', place: { sheet: '一季度', cells: 'A1:D1' } },
      {
        text:
          '| 日期 | 门店 | 销售额 | 完成率 |\n| --- | --- | --- | --- |\n' +
          '| 2024-03-15 | 北京\\|朝阳 | 1,234,567.50 | 87.5% |\n| 2024-12-01 | 上海<br>浦东 | 98.00 | 120.0% |',
        place: { sheet: '一季度', cells: 'A2:D4' },
      },
      { text: '口径：含税', place: { sheet: '说明', cells: 'A1:A1' } },
    ]);
  });
});

describe('a workbook in detail', () => {
  const styles =
    '<numFmts count="2"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="177" formatCode="&quot;¥&quot;#,##0.00"/></numFmts>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="10"/><xf numFmtId="22"/><xf numFmtId="31"/></cellXfs>';
  const inline = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

  it('reads every kind of cell', async () => {
    const cells =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' +
      `<row r="2">${inline('A2', '自定义日期')}<c r="B2" s="1"><v>45366</v></c></row>` +
      `<row r="3">${inline('A3', '金额')}<c r="B3" s="2"><v>12.5</v></c></row>` +
      `<row r="4">${inline('A4', '比例')}<c r="B4" s="3"><v>0.1234</v></c></row>` +
      `<row r="5">${inline('A5', '时刻')}<c r="B5" s="4"><v>45366.75</v></c></row>` +
      `<row r="6">${inline('A6', '中文内置')}<c r="B6" s="5"><v>45366</v></c></row>` +
      `<row r="7">${inline('A7', '公式')}<c r="B7"><f>1+1</f><v>0.30000000000000004</v></c></row>` +
      `<row r="8">${inline('A8', '文字公式')}<c r="B8" t="str"><f>A1</f><v>合格</v></c></row>` +
      `<row r="9">${inline('A9', '对错')}<c r="B9" t="b"><v>1</v></c></row>` +
      `<row r="10">${inline('A10', '错误')}<c r="B10" t="e"><v>#DIV/0!</v></c></row>` +
      `<row r="11">${inline('A11', '证件号')}<c r="B11"><v>110101199003071</v></c></row>`;
    const strings = ['<t>项目</t>', '<r><t>数</t></r><r><t>值</t></r><rPh><t>shuzhi</t></rPh>'];
    const { pieces } = await readAs(
      'xlsx',
      xlsx([{ name: '表', xml: `<sheetData>${cells}</sheetData>` }], { strings, styles }),
    );
    expect(pieces).toHaveLength(1);
    expect(pieces[0]?.place).toEqual({ sheet: '表', cells: 'A1:B11' });
    expect(pieces[0]?.text.split('\n').slice(2)).toEqual([
      '| 自定义日期 | 2024-03-15 |',
      '| 金额 | ¥12.50 |',
      '| 比例 | 12.34% |',
      '| 时刻 | 2024-03-15 18:00 |',
      '| 中文内置 | 2024-03-15 |',
      '| 公式 | 0.3 |',
      '| 文字公式 | 合格 |',
      '| 对错 | TRUE |',
      '| 错误 | #DIV/0! |',
      '| 证件号 | 110101199003071 |',
    ]);
    expect(pieces[0]?.text.split('\n')[0]).toBe('| 项目 | 数值 |');
  });

  it('gives merged cells to each of their rows, tells hidden sheets, and keeps tables apart', async () => {
    const rows =
      `<row r="2">${inline('B2', '部门')}${inline('C2', '姓名')}</row>` +
      `<row r="3">${inline('B3', '研发')}${inline('C3', '张三')}</row><row r="4">${inline('C4', '李四')}</row>` +
      `<row r="7">${inline('B7', '制度')}${inline('C7', '版本')}</row><row r="8">${inline('B8', '考勤')}${inline('C8', '三')}</row>`;
    const xml = `<sheetData>${rows}</sheetData><mergeCells><mergeCell ref="B3:B4"/><mergeCell ref="B9:XFD1048576"/></mergeCells>`;
    const { pieces } = await readAs('xlsx', xlsx([{ name: '名单', xml, state: 'hidden' }]));
    expect(pieces).toEqual([
      { text: '（隐藏的工作表：名单）', place: { sheet: '名单' } },
      {
        text: '| 部门 | 姓名 |\n| --- | --- |\n| 研发 | 张三 |\n| 研发 | 李四 |',
        place: { sheet: '名单', cells: 'B2:C4' },
      },
      { text: '| 制度 | 版本 |\n| --- | --- |\n| 考勤 | 三 |', place: { sheet: '名单', cells: 'B7:C8' } },
    ]);
  });

  it('says the cells of each part of a long table', async () => {
    const rows = Array.from(
      { length: 200 },
      (_, at) => `<row r="${at + 2}">${inline(`A${at + 2}`, `客户${at + 2}`)}<c r="B${at + 2}"><v>${at}</v></c></row>`,
    );
    const xml = `<sheetData><row r="1">${inline('A1', '客户')}${inline('B1', '订单')}</row>${rows.join('')}</sheetData>`;
    const { pieces } = await readAs('xlsx', xlsx([{ name: '订单', xml }]));
    let next = 1;
    for (const { text, place } of pieces) {
      expect(text.startsWith('| 客户 | 订单 |\n| --- | --- |\n')).toBe(true);
      expect(text.length).toBeLessThanOrEqual(900);
      const [, first, last] = /^A(\d+):B(\d+)$/.exec(place.cells ?? '') ?? [];
      expect(Number(first)).toBe(next);
      expect(text.endsWith(`| 客户${last ?? ''} | ${Number(last) - 2} |`)).toBe(true);
      next = Number(last) + 1;
    }
    expect(next).toBe(202);
  });

  it('makes a list of a row that is too long beside its head', async () => {
    const long = '很长的说明。'.repeat(150);
    const xml = `<sheetData><row r="1">${inline('A1', '编号')}${inline('B1', '说明')}</row><row r="2">${inline('A2', '甲')}${inline('B2', long)}</row></sheetData>`;
    const { pieces } = await readAs('xlsx', xlsx([{ name: '长', xml }]));
    expect(pieces[1]).toEqual({ text: `- 编号: 甲\n- 说明: ${long}`, place: { sheet: '长', cells: 'A2:B2' } });
  });

  it.each([
    ['_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', '45,366.50', '-12.25'],
    ['[$-804]yyyy"年"m"月"d"日" dddd', '2024-03-15', '-12.25'],
    ['[>=10000]0.0,"万";0', '45.4万', '-12'],
    ['m"月"d"日"', '3月15日', '-12.25'],
    ['000000', '045367', '-000012'],
    ['没有"结束', '45366.5', '-12.25'],
    ['[[[;;;;;', '45366.5', '-12.25'],
    ['yyyy'.repeat(500), '2024', '-12.25'],
  ])('words numbers in the format %s', async (format, first, second) => {
    const code = format.replaceAll('"', '&quot;').replaceAll('>', '&gt;');
    const own = `<numFmts><numFmt numFmtId="200" formatCode="${code}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>`;
    const xml = '<sheetData><row r="1"><c s="0"><v>45366.5</v></c><c s="0"><v>-12.25</v></c></row></sheetData>';
    const { pieces } = await readAs('xlsx', xlsx([{ name: '表', xml }], { styles: own }));
    const [, ...cells] = pieces[0]?.text.split('\n')[0]?.split(' | ') ?? [];
    expect(pieces[0]?.text.split('\n')[0]).toContain(`| ${first}`);
    expect(cells[0]).toBe(`${second} |`);
  });
});
