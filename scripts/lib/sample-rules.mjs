import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { at } from './paths.mjs';

const require = createRequire(at('extraction', 'package.json'));
const FONT = at('extraction', 'test', 'samples', 'fonts', 'noto-sans-sc-gb2312-1.ttf');
const TITLE = '差旅与报销管理办法';
const ISSUED = '行政部 2025 年 3 月修订';

/** Each page's chapters: a heading, then articles, which are texts or rows of a table. Its font has the commonest characters only. */
const PAGES = [
  [
    {
      heading: '第一章 总则',
      articles: [
        '第一条 为规范出差与报销，节约开支，方便员工，制定本办法。',
        '第二条 本办法适用于全体员工。合作单位人员随行的，费用由邀请部门承担。',
        '第三条 出差应事先在系统里提出申请，写明事由、地点和天数，由部门负责人批准。临时出差的，回来后三个工作日内补办。',
      ],
    },
    {
      heading: '第二章 交通',
      articles: [
        '第四条 四小时以内能到的，优先乘坐高铁二等座；超过四小时的，可以乘坐飞机经济舱。',
        '第五条 市内交通凭票据报销，每人每天不超过 80 元。自驾的按里程补贴，每公里 1.2 元。',
      ],
    },
  ],
  [
    {
      heading: '第三章 住宿',
      articles: [
        '第六条 住宿费在标准以内凭发票据实报销。两人同行且性别相同的，按一间标准间报销。',
        [
          ['地区', '每间每晚', '说明'],
          ['一类城市', '600 元', '北京、上海、广州'],
          ['二类城市', '450 元', '省会和计划单列市'],
          ['其他地区', '350 元', '旺季可以上浮 20%'],
        ],
        '第七条 住宿费超过标准的，由分管领导批准后报销。没有批准的，由个人承担。',
        '第八条 主办方统一安排住宿的，凭会议通知按实际金额报销，不受上述标准限制。',
      ],
    },
    {
      heading: '第四章 补贴与报销',
      articles: [
        '第九条 伙食补贴每人每天 100 元，按出差的自然天数计算。主办方提供用餐的，不再发放。',
        '第十条 出差结束后十个工作日内提交报销单，附发票和行程单。票据齐全的，财务部五个工作日内付款。',
      ],
    },
  ],
];

/** An organisation's rules as a PDF of two pages, with their font inside. @returns {Promise<Buffer>} */
export async function sampleRules() {
  const PDFDocument = require('pdfkit');
  const pdf = new PDFDocument({ size: 'A4', margin: 72, info: { Title: TITLE } });
  const whole = buffer(pdf);
  pdf.font(FONT);
  for (const [page, chapters] of PAGES.entries()) {
    if (page > 0) pdf.addPage();
    else head(pdf);
    for (const { heading, articles } of chapters) {
      pdf.fontSize(15).text(heading, { paragraphGap: 10 });
      pdf.fontSize(12);
      for (const article of articles) {
        if (typeof article === 'string') pdf.text(article, { lineGap: 7, paragraphGap: 9 });
        else table(pdf, article);
      }
      pdf.moveDown(0.8);
    }
  }
  pdf.end();
  return whole;
}

/** @param {PDFKit.PDFDocument} pdf */
function head(pdf) {
  pdf.fontSize(22).text(TITLE, { align: 'center', paragraphGap: 4 });
  pdf.fontSize(11).fillColor('#666').text(ISSUED, { align: 'center' }).fillColor('black').moveDown(1.5);
}

/** @param {PDFKit.PDFDocument} pdf @param {string[][]} rows */
function table(pdf, rows) {
  const [left, height, widths] = [pdf.page.margins.left, 26, [110, 110, 231]];
  const top = pdf.y;
  for (const [down, row] of rows.entries()) {
    let x = left;
    for (const [across, cell] of row.entries()) {
      const width = widths[across] ?? 0;
      pdf
        .rect(x, top + down * height, width, height)
        .lineWidth(0.5)
        .stroke('#999');
      pdf.fillColor('black').text(cell, x + 8, top + down * height + 5, { lineBreak: false });
      x += width;
    }
  }
  pdf.x = left;
  pdf.y = top + rows.length * height + 14;
}
