import {
  Document,
  FootnoteReferenceRun,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { describe, expect, it } from 'vitest';
import { passagesOf, readAs, textsOf } from './samples/files';
import { docx, p } from './samples/parts';

const paragraph = (text: string) => new Paragraph(text);
const cell = (text: string, spans: { rowSpan?: number; columnSpan?: number } = {}) =>
  new TableCell({ children: text.split('\n').map(paragraph), ...spans });

describe('a text document as a word processor writes it', () => {
  const made = new Document({
    footnotes: { 1: { children: [paragraph('自2024年3月15日起施行。')] } },
    sections: [
      {
        children: [
          new Paragraph({ text: '差旅管理办法', heading: HeadingLevel.TITLE }),
          new Paragraph({ text: '第一章 总则', heading: HeadingLevel.HEADING_1 }),
          new Paragraph({
            children: [new TextRun('本办法适用于全体员工'), new FootnoteReferenceRun(1), new TextRun('。')],
          }),
          new Paragraph({ text: '第二章 报销', heading: HeadingLevel.HEADING_1 }),
          new Paragraph({ text: '住宿标准', heading: HeadingLevel.HEADING_2 }),
          new Paragraph({ text: '一线城市每晚不超过500元', bullet: { level: 0 } }),
          new Paragraph({ text: '含早餐', bullet: { level: 1 } }),
          new Table({
            rows: [
              new TableRow({ children: [cell('城市'), cell('级别'), cell('上限（元）')] }),
              new TableRow({ children: [cell('北京', { rowSpan: 2 }), cell('经理'), cell('800|晚')] }),
              new TableRow({ children: [cell('职员'), cell('500\n含税')] }),
              new TableRow({ children: [cell('其他城市按当地标准', { columnSpan: 2 }), cell('面议')] }),
            ],
          }),
          paragraph('以上标准每年复核。'),
        ],
      },
    ],
  });

  it('gives headings, lists, tables and notes in their order', async () => {
    expect(await textsOf('docx', await Packer.toBuffer(made))).toEqual([
      '# 差旅管理办法',
      '# 第一章 总则',
      '本办法适用于全体员工[^1]。',
      '[^1]: 自2024年3月15日起施行。',
      '# 第二章 报销',
      '## 住宿标准',
      '- 一线城市每晚不超过500元',
      '  - 含早餐',
      '| 城市 | 级别 | 上限（元） |\n| --- | --- | --- |\n| 北京 | 经理 | 800\\|晚 |\n| 北京 | 职员 | 500<br>含税 |\n' +
        '| 其他城市按当地标准 |  | 面议 |',
      '以上标准每年复核。',
    ]);
  });

  it('says under which headings a passage stands', async () => {
    const passages = await passagesOf('docx', await Packer.toBuffer(made));
    expect(passages.map(({ place }) => place.headings)).toEqual([
      ['差旅管理办法', '第一章 总则'],
      ['差旅管理办法', '第二章 报销', '住宿标准'],
    ]);
    expect(passages[0]?.text).toBe(
      '# 差旅管理办法\n\n# 第一章 总则\n\n本办法适用于全体员工[^1]。\n\n[^1]: 自2024年3月15日起施行。',
    );
  });
});

describe('a text document in detail', () => {
  const styles =
    '<w:style w:styleId="2"><w:name w:val="标题 1"/></w:style>' +
    '<w:style w:styleId="a"><w:name w:val="章"/><w:basedOn w:val="2"/></w:style>' +
    '<w:style w:styleId="t"><w:name w:val="toc 1"/></w:style>';
  const numbering =
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>' +
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>' +
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' +
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>';
  const item = (text: string, level = 0, list = 1) =>
    p(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`);

  it('knows Chinese styles, those that rest on them, and outline levels', async () => {
    const body =
      p('总则', '<w:pStyle w:val="a"/>') +
      p('目的', '<w:outlineLvl w:val="1"/>') +
      p('正文', '<w:outlineLvl w:val="9"/>');
    const { pieces } = await readAs('docx', docx(body, { styles }));
    expect(pieces).toEqual([
      { text: '# 总则', place: { headings: ['总则'] } },
      { text: '## 目的', place: { headings: ['总则', '目的'] } },
      { text: '正文', place: { headings: ['总则', '目的'] } },
    ]);
  });

  it('counts the articles of a contract as a word processor does', async () => {
    const articles = Array.from({ length: 11 }, (_, at) => item(`条文${at + 1}`));
    const body = [...articles, item('甲方', 1), item('乙方', 1), item('其他'), item('另起', 0, 2)].join('');
    const texts = await textsOf('docx', docx(body, { numbering }));
    expect(texts.slice(8)).toEqual([
      '第九条 条文9',
      '第十条 条文10',
      '第十一条 条文11',
      '  （1） 甲方',
      '  （2） 乙方',
      '第十二条 其他',
      '第一条 另起',
    ]);
  });

  it('leaves out what was deleted, moved away, hidden, or said twice', async () => {
    const body =
      p('目录中的标题…………1', '<w:pStyle w:val="t"/>') +
      '<w:p><w:r><w:t>保留</w:t></w:r><w:del><w:r><w:delText>删除</w:delText></w:r></w:del><w:ins><w:r><w:t>新增</w:t></w:r></w:ins>' +
      '<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>' +
      '<w:r><w:instrText>PAGEREF</w:instrText></w:r><w:r><w:br w:type="page"/><w:t>结束</w:t></w:r></w:p>';
    expect(await textsOf('docx', docx(body, { styles }))).toEqual(['保留新增结束']);
  });

  it('reads a text box once', async () => {
    const box = `<wps:txbxContent>${p('框内文字')}</wps:txbxContent>`;
    const body = `<w:p><w:r><w:t>正文</w:t><mc:AlternateContent><mc:Choice>${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent></w:r></w:p>`;
    expect(await textsOf('docx', docx(body))).toEqual(['正文', '框内文字']);
  });

  it('reads text boxes and controls inside of cells', async () => {
    const box = (inside: string) =>
      `<w:p><w:r><mc:Choice><wps:txbxContent>${inside}</wps:txbxContent></mc:Choice></w:r></w:p>`;
    const control = (inside: string) => `<w:sdt><w:sdtPr/><w:sdtContent>${inside}</w:sdtContent></w:sdt>`;
    const inner = `<w:tbl><w:tr><w:tc>${p('内表甲')}</w:tc><w:tc>${p('内表乙')}</w:tc></w:tr></w:tbl>`;
    const cells = [box(p('框内批示') + control(p('框内选项'))), control(p('已选') + inner), p('备注')];
    const row = (texts: string[]) => `<w:tr>${texts.map((text) => `<w:tc>${text}</w:tc>`).join('')}</w:tr>`;
    const body = `<w:tbl>${row(['批示', '选项', '其他'].map((text) => p(text)))}${row(cells)}</w:tbl>${box(control(p('表外')))}`;
    expect(await textsOf('docx', docx(body))).toEqual([
      '| 批示 | 选项 | 其他 |\n| --- | --- | --- |\n| 框内批示<br>框内选项 | 已选<br>内表甲 内表乙 | 备注 |',
      '表外',
    ]);
  });

  it('parts a long table and repeats its head', async () => {
    const row = (...cells: string[]) => `<w:tr>${cells.map((text) => `<w:tc>${p(text)}</w:tc>`).join('')}</w:tr>`;
    const rows = Array.from({ length: 60 }, (_, at) =>
      row(`员工${at + 1}`, '研发中心平台架构部', '已按规定完成年度安全培训'),
    );
    const { pieces } = await readAs('docx', docx(`<w:tbl>${row('姓名', '部门', '备注')}${rows.join('')}</w:tbl>`));
    expect(pieces.length).toBeGreaterThan(2);
    for (const { text } of pieces)
      expect(text.split('\n').slice(0, 2)).toEqual(['| 姓名 | 部门 | 备注 |', '| --- | --- | --- |']);
    const names = pieces.flatMap(({ text }) => [...text.matchAll(/员工(\d+)/g)].map(([, n]) => Number(n)));
    expect(names).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  });
});
