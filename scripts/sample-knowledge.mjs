import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { at } from './lib/paths.mjs';

// Writes the two documents of graphrag/sample/ that are no Markdown, so that pages and tables are among what is read.
const require = createRequire(at('extraction', 'package.json'));
const FONT = at('extraction', 'test', 'samples', 'fonts', 'noto-sans-sc-gb2312-1.ttf');
const DOCUMENTS = at('graphrag', 'sample', 'documents');

/** The font has the commonest characters only, so names of places are not in it. */
const RECALL = [
  [
    '暮云电池：关于召回部分电池包的说明',
    '2025 年 5 月 15 日，暮云电池宣布召回 2024 年 3 月至 8 月生产的部分电池包，共 21400 套。召回原因是壳体密封胶在反复冷热之后可能开裂，水汽进入后会使电量显示不准。',
    '截至公告当日，没有收到起火或人员受伤的报告。公司将免费更换壳体与密封件，每套用时约三小时，预计在九月底前完成。',
    '召回费用约 1.3 亿元，已计入当季成本。公司同时更换了密封胶的供应方，并把冷热循环试验由三百次提高到八百次。',
  ],
  [
    '涉及的客户',
    '暮云电池自 2022 年起向驭垄汽车供应动力电池，本次召回涉及驭垄汽车的越野车 17600 辆。车主可以到任意门店预约，更换期间提供代步车。',
    '暮云电池也向岭雀农机供应收割机电池，涉及 3800 台。考虑到麦收时间，农机的更换将安排在夏收之后，由工程师到村里上门完成。',
    '其他客户使用的是另一条产线的产品，不在召回范围之内。',
  ],
];

/** @returns {Promise<Buffer>} */
function recallNotice() {
  const PDFDocument = require('pdfkit');
  const pdf = new PDFDocument({ size: 'A4', margin: 72, info: { Title: RECALL[0]?.[0], CreationDate: new Date(0) } });
  const whole = buffer(pdf);
  pdf.font(FONT);
  for (const [page, [heading = '', ...paragraphs]] of RECALL.entries()) {
    if (page > 0) pdf.addPage();
    pdf.fontSize(page > 0 ? 15 : 20).text(heading, { paragraphGap: 14 });
    pdf.fontSize(12);
    for (const paragraph of paragraphs) pdf.text(paragraph, { lineGap: 7, paragraphGap: 10 });
  }
  pdf.end();
  return whole;
}

const SUBSIDIARIES = [
  ['公司', '主业', '2024 年营业收入'],
  ['汐岚科技', '工业软件', '23 亿元'],
  ['汐岚物流', '仓储与配送', '141 亿元'],
  ['其他', '贸易、租赁', '23 亿元'],
];

/** @returns {Promise<Buffer>} */
function annualReport() {
  const { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow } = require('docx');
  const heading = (/** @type {string} */ text, /** @type {'HEADING_1' | 'HEADING_2'} */ level) =>
    new Paragraph({ text, heading: HeadingLevel[level] });
  const said = (/** @type {string} */ text) => new Paragraph({ text });
  const cell = (/** @type {string} */ text) => new TableCell({ children: [said(text)] });
  const rows = SUBSIDIARIES.map((row) => new TableRow({ children: row.map(cell) }));
  const children = [
    heading('汐岚集团 2024 年度报告摘要', 'HEADING_1'),
    heading('一、集团概况', 'HEADING_2'),
    said(
      '汐岚集团（简称“汐岚”）总部位于临汐，董事长为沈既岚。2024 年集团营业收入 187 亿元，同比增长 9.4%，净利润 11.2 亿元。',
    ),
    said('沈既岚在致股东的信里写道，集团未来三年只做两件事：让仓库变聪明，让货少走路。'),
    heading('二、子公司', 'HEADING_2'),
    said('汐岚科技与汐岚物流均为汐岚集团的全资子公司，各自独立核算。'),
    new Table({ rows }),
    heading('三、对外投资', 'HEADING_2'),
    said('集团的少数股权投资由汐岚产业基金进行，汐岚产业基金隶属于汐岚集团，不对外募集资金，累计投出 19 个项目。'),
    said('报告期内没有新增投资，退出项目两个，合计收回 3.6 亿元。'),
  ];
  return Packer.toBuffer(
    new Document({ creator: 'Huati', title: '汐岚集团 2024 年度报告摘要', sections: [{ children }] }),
  );
}

writeFileSync(`${DOCUMENTS}/18-muyun-recall.pdf`, await recallNotice());
writeFileSync(`${DOCUMENTS}/22-xilan-annual-report.docx`, await annualReport());
