import PptxGenJs from 'pptxgenjs';
import { describe, expect, it } from 'vitest';
import { passagesOf, readAs } from './samples/files';
import { pptx, shape } from './samples/parts';

describe('a presentation', () => {
  it('gives texts, lists, tables and notes of the slides that a program writes', async () => {
    const made = new PptxGenJs();
    const first = made.addSlide();
    first.addText('年度总结', { x: 1, y: 1 });
    first.addText(
      [
        { text: '收入增长 12%', options: { bullet: true } },
        { text: '其中海外 30%', options: { bullet: true, indentLevel: 1 } },
      ],
      { x: 1, y: 2 },
    );
    first.addNotes('这里强调海外市场');
    const row = (...cells: string[]) => cells.map((text) => ({ text }));
    made.addSlide().addTable([row('季度', '收入'), row('一季度', '120|万'), row('二季度', '150万')]);
    const file = (await made.write({ outputType: 'uint8array' })) as Uint8Array;
    const { pieces, pages } = await readAs('pptx', file);
    expect(pages).toBe(2);
    expect(pieces).toEqual([
      { text: '年度总结', place: { slide: 1 } },
      { text: '- 收入增长 12%', place: { slide: 1 } },
      { text: '  - 其中海外 30%', place: { slide: 1 } },
      { text: '备注：这里强调海外市场', place: { slide: 1 } },
      { text: '| 季度 | 收入 |\n| --- | --- |\n| 一季度 | 120\\|万 |\n| 二季度 | 150万 |', place: { slide: 2 } },
    ]);
  });

  it('counts slides as they are shown, not as their parts are called', async () => {
    const slides = [
      shape(['第三页的正文']) + shape(['结论'], 'title') + shape(['3'], 'sldNum'),
      shape(['封面'], 'ctrTitle'),
      `<!--HIDDEN-->${shape(['备用'], 'title')}<p:grpSp>${shape(['组内文字'])}</p:grpSp>`,
    ];
    const { pieces } = await readAs('pptx', pptx(slides, [2, 3, 1], { 1: shape(['讲稿'], 'body') }));
    expect(pieces).toEqual([
      { text: '# 封面', place: { slide: 1, headings: ['封面'] } },
      { text: '# 备用', place: { slide: 2, headings: ['备用'] } },
      { text: '（隐藏的幻灯片）', place: { slide: 2, headings: ['备用'] } },
      { text: '组内文字', place: { slide: 2, headings: ['备用'] } },
      { text: '# 结论', place: { slide: 3, headings: ['结论'] } },
      { text: '第三页的正文', place: { slide: 3, headings: ['结论'] } },
      { text: '备注：讲稿', place: { slide: 3, headings: ['结论'] } },
    ]);
  });

  it('gives cells that are one with others their text', async () => {
    const cell = (text: string, more = '') =>
      `<a:tc${more}><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`;
    const row = (...cells: string[]) => `<a:tr>${cells.join('')}</a:tr>`;
    const table =
      row(cell('区域'), cell('城市'), cell('店数')) +
      row(cell('华东', ' rowSpan="2"'), cell('上海'), cell('12')) +
      row(cell('', ' vMerge="1"'), cell('杭州'), cell('7')) +
      row(cell('合计', ' gridSpan="2"'), cell('', ' hMerge="1"'), cell('19'));
    const slide = `<p:graphicFrame><a:graphic><a:graphicData><a:tbl>${table}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
    expect((await passagesOf('pptx', pptx([slide], [1])))[0]?.text.split('\n')).toEqual([
      '| 区域 | 城市 | 店数 |',
      '| --- | --- | --- |',
      '| 华东 | 上海 | 12 |',
      '| 华东 | 杭州 | 7 |',
      '| 合计 |  | 19 |',
    ]);
  });
});
