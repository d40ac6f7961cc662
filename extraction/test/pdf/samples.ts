import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

/** Noto Sans SC with the 3,755 commonest Han characters (GB 2312, level 1), so that tests need no font of the system. */
export const FONT = fileURLToPath(new URL('../samples/fonts/noto-sans-sc-gb2312-1.ttf', import.meta.url));

export type Drawn = PDFKit.PDFDocument;

/** A PDF as common programs write it, with its font inside. `draw` begins on the first page, with the font set. */
export async function pdfOf(draw: (pdf: Drawn) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 60, ...options });
  pdf.font(FONT).fontSize(12);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  draw(pdf);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

/** A page written by hand: `content` in PDF's own operators, `turn` its /Rotate. */
export interface Page {
  content: string;
  turn?: number;
}

/**
 * A PDF with a font that is only named, as Chinese office programs wrote them: its codes mean something by the character map
 * `encoding` alone, such as `UniGB-UCS2-H`.
 */
export function namedFontPdf(encoding: string, pages: readonly Page[]): Buffer {
  const kids = pages.map((_, at) => `${5 + at * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /${encoding} /DescendantFonts [4 0 R] >>`,
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe) ' +
      '/Ordering (GB1) /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 ' +
      '/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>',
    ...pages.flatMap(({ content, turn = 0 }, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate ${turn} /Contents ${6 + at * 2} 0 R ` +
        '/Resources << /Font << /F1 3 0 R >> >> >>',
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  return written(objects);
}

/** A PDF file of these objects, numbered from 1; the first is its catalogue. */
export function written(objects: readonly string[]): Buffer {
  let text = '%PDF-1.5\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** Text as a PDF's hex string of UTF-16. */
export function hex(text: string): string {
  return `<${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}

/** Operators that set `lines` from the point `x`, `y` on, each `leading` points below the one before. */
export function lines(texts: readonly string[], x: number, y: number, size = 12, leading = 18): string {
  return texts.map((text, at) => `BT /F1 ${size} Tf ${x} ${y - at * leading} Td ${hex(text)} Tj ET`).join('\n');
}

/** A PDF of so many pages with nothing on them. */
export function emptyPages(count: number): Buffer {
  const kids = Array.from({ length: count }, (_, at) => `${at + 3} 0 R`).join(' ');
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>';
  return written([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    ...Array.from({ length: count }, () => page),
  ]);
}

/** Draws `texts` below each other, each a line from `x`. */
export function drawLines(pdf: Drawn, texts: readonly string[], x: number, y: number, leading = 20): void {
  texts.forEach((text, at) => pdf.text(text, x, y + at * leading, { lineBreak: false }));
}

/** Draws a table by the places of its cells alone. */
export function drawTable(
  pdf: Drawn,
  rows: readonly (readonly string[])[],
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  rows.forEach((row, down) => {
    row.forEach((cell, across) => pdf.text(cell, x + across * width, y + down * height, { lineBreak: false }));
  });
}
