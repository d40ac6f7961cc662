import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflate } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createExtractor, type Extractor, type ExtractorOptions } from '../src';
import { drawLines, emptyPages, pdfOf, written } from './pdf/samples';
import { pageOf } from './pictures/samples';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huati-extractor-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const opened: Extractor[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((extractor) => extractor.close()));
});

function extractorOf(options: Partial<ExtractorOptions> = {}): Extractor {
  const extractor = createExtractor({ threads: 2, timeoutMs: 60_000, memoryMb: 512, ...options });
  opened.push(extractor);
  return extractor;
}

let count = 0;
async function stored(bytes: Uint8Array): Promise<{ path: string; kind: 'pdf' }> {
  count += 1;
  const path = join(folder, String(count));
  await writeFile(path, bytes);
  return { path, kind: 'pdf' };
}

const WORDS = '第一页有文字，不是图片，所以直接读取。';
const letter = (): Promise<Buffer> => pdfOf((pdf) => drawLines(pdf, [WORDS], 60, 80));

const SCANNED = ['员工因病或者因事请假的，应当提前向部门负责人', '提出书面申请，经批准以后方可离开工作岗位。'];
const scan = (): Promise<Buffer> =>
  pdfOf((pdf) => {
    const image = pageOf(SCANNED).toBuffer('image/jpeg');
    drawLines(pdf, [WORDS], 60, 80);
    pdf.addPage().image(image, 60, 60, { width: 475 });
    pdf.addPage();
    pdf.addPage().image(image, 60, 60, { width: 475 });
  });

describe('pages that are pictures', { timeout: 120_000 }, () => {
  it('are recognised, in their place, and counted', async () => {
    const told: string[] = [];
    const read = await extractorOf().extract(await stored(await scan()), {
      progress: (done, total) => told.push(`${done}/${total}`),
    });
    expect(read).toMatchObject({ pages: 4, cut: false });
    expect(read.passages.map(({ n, place }) => [n, place.page])).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
    ]);
    expect(read.passages[0]?.text).toBe(WORDS);
    for (const passage of read.passages.slice(1)) {
      const wanted = SCANNED.join('');
      const right = [...wanted].filter((sign) => passage.text.includes(sign)).length;
      expect(right / wanted.length).toBeGreaterThan(0.9);
      expect(passage.boxes?.[0]?.[0]).toBeCloseTo((60 + (60 / 1200) * 475) / 595, 1);
    }
    expect(told.at(-1)).toBe('7/7');
    expect(read.units).toBe(read.passages.reduce((sum, { text }) => sum + text.length, 0));
  });

  it('are read by a model that sees, and recognised where it cannot', async () => {
    const seen: number[] = [];
    const readPicture = (jpeg: Uint8Array): Promise<string> => {
      seen.push(jpeg.length);
      return seen.length === 1 ? Promise.resolve('## 请假\n\n须书面申请。') : Promise.reject(new Error('away'));
    };
    const read = await extractorOf({ readPicture }).extract(await stored(await scan()));
    expect(seen).toHaveLength(2);
    const byModel = read.passages.filter(({ text }) => text === '## 请假\n\n须书面申请。');
    expect(byModel).toHaveLength(1);
    expect(read.passages.some(({ text }) => text.includes('提前向部门负责人'))).toBe(true);
  });

  it('tells that there are no words', async () => {
    await expect(extractorOf().extract(await stored(emptyPages(2)))).rejects.toMatchObject({ reason: 'no_text' });
  });
});

/** A page of so many words that its text alone takes hundreds of megabytes. */
function heavy(): Buffer {
  const content = 'BT /F1 9 Tf 1 0 0 1 20 20 Tm (word) Tj ET\n'.repeat(1_500_000);
  return written([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ]);
}

/** A page whose content is hardly a megabyte, and so many times 16 MB of spaces once unpacked. */
async function inflating(times: number): Promise<Buffer> {
  const deflate = createDeflate({ level: 1 });
  const spaces = Buffer.alloc(16 * 2 ** 20, ' ');
  const packed: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => packed.push(chunk));
  await pipeline(Readable.from(Array.from({ length: times }, () => spaces)), deflate);
  const content = Buffer.concat(packed).toString('latin1');
  return written([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
    `<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n${content}\nendstream`,
  ]);
}

/** A page of words, and so many that are filled with colours again and again. */
function slowToDraw(pages: number): Buffer {
  const words = `BT /F1 12 Tf 60 700 Td (${LATIN}) Tj ET`;
  const fills = '/S1 sh\n'.repeat(3_000);
  const page = (content: number): string =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R ` +
    '/Resources << /Font << /F1 5 0 R >> /Shading << /S1 6 0 R >> >> >>';
  return written([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [7 0 R ${Array.from({ length: pages }, (_, at) => `${at + 8} 0 R`).join(' ')}] /Count ${pages + 1} >>`,
    `<< /Length ${words.length} >>\nstream\n${words}\nendstream`,
    `<< /Length ${fills.length} >>\nstream\n${fills}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /ShadingType 3 /ColorSpace /DeviceRGB /Coords [300 400 0 300 400 900] /Extend [true true] /Function ' +
      '<< /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1.5 >> >>',
    page(3),
    ...Array.from({ length: pages }, () => page(4)),
  ]);
}
const LATIN = 'These words are read, not looked at.';

describe('limits', { timeout: 120_000 }, () => {
  it('ends what takes too long, and goes on with the next', async () => {
    const extractor = extractorOf({ threads: 1, timeoutMs: 4_000 });
    const slow = extractor.extract(await stored(emptyPages(20_000)));
    const next = extractor.extract(await stored(await letter()));
    await expect(slow).rejects.toMatchObject({ name: 'Unreadable', reason: 'too_slow' });
    expect((await next).passages).toMatchObject([{ n: 1, text: WORDS, place: { page: 1 } }]);
  });

  it('ends what takes too much memory, and goes on with the next', async () => {
    const extractor = extractorOf({ threads: 1, memoryMb: 96 });
    const fat = extractor.extract(await stored(heavy()));
    const next = extractor.extract(await stored(await letter()));
    await expect(fat).rejects.toMatchObject({ name: 'Unreadable', reason: 'too_heavy' });
    expect((await next).passages).toMatchObject([{ text: WORDS }]);
  });

  it('ends what unpacks into too much, while it is read and while it is drawn', async () => {
    const source = await stored(await inflating(48));
    const extractor = extractorOf({ threads: 1, memoryMb: 64 });
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
    await expect(extractor.extract(source)).rejects.toMatchObject({ name: 'Unreadable', reason: 'too_heavy' });
    await expect(extractor.page(source, 1, 400)).rejects.toMatchObject({ name: 'Unreadable', reason: 'too_heavy' });
    clearInterval(watch);
    expect((most - before) / 2 ** 20).toBeLessThan(1_200);
    expect((await extractor.extract(await stored(await letter()))).passages).toMatchObject([{ text: WORDS }]);
  });

  it('ends what is no longer wanted', async () => {
    const extractor = extractorOf({ threads: 1 });
    const stop = new AbortController();
    const slow = extractor.extract(await stored(emptyPages(20_000)), {
      signal: stop.signal,
      progress: (done) => done > 1 && stop.abort(new Error('left')),
    });
    await expect(slow).rejects.toThrow('left');
    expect((await extractor.extract(await stored(await letter()))).units).toBe(WORDS.length);
  });

  it('leaves the caller free while twenty files are read', async () => {
    const extractor = extractorOf();
    const source = await stored(await letter());
    await extractor.extract(source);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const reads = await Promise.all(Array.from({ length: 20 }, () => extractor.extract(source)));
    delay.disable();
    expect(reads.every(({ passages }) => passages[0]?.text === WORDS)).toBe(true);
    expect(delay.percentile(99) / 1e6).toBeLessThan(100);
  });

  it('gives up a file whose pages take too long to draw, and meanwhile draws for others', async () => {
    const extractor = extractorOf({ timeoutMs: 5_000 });
    const slow = await stored(slowToDraw(4));
    const other = await stored(await letter());
    const shown: number[] = [];
    const read = extractor.extract(slow);
    const begun = performance.now();
    const left = { isRead: false };
    void read.finally(() => (left.isRead = true));
    while (!left.isRead) {
      const asked = performance.now();
      await extractor.page(other, 1, 400);
      shown.push(performance.now() - asked);
    }
    expect(await read).toMatchObject({ passages: [{ text: LATIN, place: { page: 1 } }], pages: 5, cut: true });
    // Each of its four pages would take the whole time.
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(Math.max(...shown)).toBeLessThan(4_500);
  });

  it('draws pages and pictures', async () => {
    const extractor = extractorOf();
    const page = await extractor.page(await stored(await letter()), 1, 400);
    expect(page).toMatchObject({ width: 400, height: 566 });
    const path = join(folder, 'picture');
    await writeFile(path, pageOf(SCANNED).toBuffer('image/png'));
    expect(await extractor.picture({ path, kind: 'png' }, 600)).toMatchObject({ width: 600, height: 250 });
  });
});
