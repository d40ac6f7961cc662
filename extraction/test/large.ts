import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { Kind } from '../src';
import { FONT, lines, namedFontPdf, pdfOf } from './pdf/samples';
import { docx, p, pptx, shape, xlsx } from './samples/parts';

const SENTENCE = '公司三季度营业收入同比增长百分之十二，其中华东地区贡献最大，海外业务首次实现盈利。';
const PAGES = 200;
const PARAGRAPHS = 12;
const ROWS = 20_000;
const SCANS = 5;

const paragraph = (n: number, salt: number): string => `第${n}段（${salt}）：${SENTENCE.repeat(2)}`;
const some = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at + 1));
const texts = (salt: number): string[] => some(PAGES * PARAGRAPHS, (n) => paragraph(n, salt));

function row(n: number, salt: number): string {
  const words = [`客户${n}-${salt}`, '华东'].map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`);
  return `<row r="${n}">${words.join('')}<c><v>${n * 3}</v></c></row>`;
}

/** A page as a scanner sees it. */
function scan(n: number): Buffer {
  const canvas = createCanvas(1240, 1754);
  const pen = canvas.getContext('2d');
  GlobalFonts.registerFromPath(FONT, 'Sample');
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = 'black';
  pen.font = '32px Sample';
  some(24, (line) => pen.fillText(`${n}.${line} ${SENTENCE.slice(0, 32)}`, 100, 100 + line * 60));
  return canvas.toBuffer('image/jpeg');
}

/** Large files of each format, all with the same kind of Chinese text; another `salt` makes another content. */
export const large = {
  pdf: {
    kind: 'pdf',
    make: (salt) =>
      pdfOf((pdf) => {
        for (let page = 1; page <= PAGES; page += 1) {
          if (page > 1) pdf.addPage();
          for (let n = 1; n <= PARAGRAPHS; n += 1) pdf.text(paragraph(n, salt)).moveDown();
        }
      }),
  },
  'pdf, named font': {
    kind: 'pdf',
    make: (salt) =>
      namedFontPdf(
        'UniGB-UCS2-H',
        some(PAGES, (page) => ({
          content: lines(
            some(30, (n) => `${page}-${n}-${salt} ${SENTENCE}`),
            60,
            780,
          ),
        })),
      ),
  },
  'pdf, scanned': {
    kind: 'pdf',
    make: (salt) =>
      pdfOf((pdf) => {
        for (let page = 1; page <= SCANS; page += 1) {
          if (page > 1) pdf.addPage();
          pdf.image(scan(page + salt), 0, 0, { width: 595 });
        }
      }),
  },
  docx: {
    kind: 'docx',
    make: (salt) =>
      docx(
        texts(salt)
          .map((text) => p(text))
          .join(''),
      ),
  },
  xlsx: {
    kind: 'xlsx',
    make: (salt) => xlsx([{ name: '销售', xml: `<sheetData>${some(ROWS, (n) => row(n, salt)).join('')}</sheetData>` }]),
  },
  pptx: {
    kind: 'pptx',
    make: (salt) =>
      pptx(
        some(PAGES, (n) => shape([`第${n}页`], 'title') + shape([paragraph(n, salt), paragraph(n, salt)])),
        some(PAGES, (n) => n),
      ),
  },
  csv: { kind: 'csv', make: (salt) => some(ROWS, (n) => `客户${n}-${salt},华东,${n * 3},12%`).join('\n') },
  markdown: { kind: 'markdown', make: (salt) => texts(salt).join('\n\n') },
  html: {
    kind: 'html',
    make: (salt) =>
      `<body>${texts(salt)
        .map((text) => `<p>${text}</p>`)
        .join('')}</body>`,
  },
} satisfies Record<string, { kind: Kind; make(salt: number): string | Uint8Array | Promise<string | Uint8Array> }>;

export type Large = keyof typeof large;
