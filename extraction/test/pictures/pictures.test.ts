import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Kind } from '../../src';
import { markedPage, pagePicture } from '../../src/pdf/page-picture';
import { readPicture } from '../../src/pictures/picture';
import { drawLines, emptyPages, lines, namedFontPdf, pdfOf, written } from '../pdf/samples';
import { readPdf } from '../../src/pdf/read-pdf';
import { colourAt, heicHead, oriented, pngHead, redBlue } from './samples';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huati-pictures-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function stored(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'a');
  await writeFile(path, bytes);
  return path;
}

async function shown(jpeg: Uint8Array): Promise<Canvas> {
  const image = await loadImage(Buffer.from(jpeg));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas;
}

it.each([
  [1, 80, 40, 'red', 'red'],
  [2, 80, 40, 'blue', 'blue'],
  [3, 80, 40, 'blue', 'blue'],
  [4, 80, 40, 'red', 'red'],
  [5, 40, 80, 'red', 'blue'],
  [6, 40, 80, 'red', 'blue'],
  [7, 40, 80, 'blue', 'red'],
  [8, 40, 80, 'blue', 'red'],
])('turns a photo of orientation %i upright', async (orientation, width, height, first, below) => {
  const path = await stored(oriented(redBlue().toBuffer('image/jpeg'), orientation));
  const picture = await readPicture(path, 'jpeg', 1000);
  expect(picture).toMatchObject({ width, height });
  const canvas = await shown(picture.jpeg);
  expect([colourAt(canvas, 0.2, 0.2), colourAt(canvas, 0.2, 0.8)]).toEqual([first, below]);
});

it.each<[Kind, 'image/png' | 'image/webp' | 'image/gif']>([
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
])('gives a %s as a JPEG of the side asked for', async (kind, mime) => {
  const bytes = mime === 'image/gif' ? await redBlue().encode('gif') : redBlue().toBuffer(mime as 'image/png');
  const picture = await readPicture(await stored(bytes), kind, 20);
  expect(picture).toMatchObject({ width: 20, height: 10 });
  const canvas = await shown(picture.jpeg);
  expect([colourAt(canvas, 0.1, 0.5), colourAt(canvas, 0.9, 0.5)]).toEqual(['red', 'blue']);
});

// Measured anew where the machine stood still.
it('refuses what is too large inside before it is unpacked', { retry: 3 }, async () => {
  const start = performance.now();
  await expect(readPicture(await stored(pngHead(30_000, 30_000)), 'png', 100)).rejects.toMatchObject({
    reason: 'bomb',
  });
  await expect(readPicture(await stored(heicHead(30_000, 30_000)), 'heic', 100)).rejects.toMatchObject({
    reason: 'bomb',
  });
  expect(performance.now() - start).toBeLessThan(1000);
});

it('says that a picture is damaged', async () => {
  const whole = redBlue().toBuffer('image/png');
  const cases: [Kind, Buffer][] = [
    ['png', whole.subarray(0, 50)],
    ['jpeg', Buffer.from('no picture')],
    ['heic', heicHead(100, 100)],
  ];
  for (const [kind, bytes] of cases) {
    await expect(readPicture(await stored(bytes), kind, 100)).rejects.toMatchObject({ reason: 'broken' });
  }
});

/** How much of the part of a picture is dark. */
function ink(canvas: Canvas, [left, top, width, height]: readonly number[] = []): number {
  const [x, y] = [Math.floor((left ?? 0) * canvas.width), Math.floor((top ?? 0) * canvas.height)];
  const [w, h] = [Math.ceil((width ?? 1) * canvas.width), Math.ceil((height ?? 1) * canvas.height)];
  const { data } = canvas.getContext('2d').getImageData(x, y, w, h);
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) dark += (data[at] ?? 255) < 128 ? 1 : 0;
  return dark;
}

it('draws pages so that the boxes of their text hold all that is written', async () => {
  const files = [
    await pdfOf((pdf) => drawLines(pdf, ['合同编号以及签订日期', '甲方与乙方的名称地址'], 100, 200)),
    namedFontPdf('UniGB-UCS2-H', [{ content: lines(['横放的一页上的文字内容'], 60, 500), turn: 90 }]),
  ];
  for (const [at, bytes] of files.entries()) {
    const path = await stored(bytes);
    const { pieces } = await readPdf(path, () => undefined);
    const picture = await pagePicture(path, 1, 800);
    expect(picture.width).toBe(800);
    const canvas = await shown(picture.jpeg);
    const all = ink(canvas, [0, 0, 1, 1]);
    // Without a font of the system the second page's text is not drawn: then there is nothing to compare.
    if (at === 1 && all === 0) continue;
    expect(all).toBeGreaterThan(200);
    const inside = pieces.flatMap(({ boxes = [] }) => boxes).reduce((sum, box) => sum + ink(canvas, box), 0);
    expect(inside / all).toBeGreaterThan(0.93);
    expect(inside / all).toBeLessThan(1.07);
  }
});

it('draws a page as thin as a hair no longer than a canvas can be', async () => {
  const path = await stored(
    written([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 0.1 200000] >>',
    ]),
  );
  expect(await pagePicture(path, 1, 1_600)).toMatchObject({ width: 1, height: 16_384 });
});

it('tells a blank page from one with marks', async () => {
  expect(await markedPage(await stored(emptyPages(1)), 1, 800)).toBeUndefined();
  const path = await stored(await pdfOf((pdf) => pdf.text('有字的一页')));
  expect(await markedPage(path, 1, 800)).toMatchObject({ width: 800 });
});

it('has no page beyond the last', async () => {
  const path = await stored(await pdfOf((pdf) => pdf.text('只有一页')));
  await expect(pagePicture(path, 2, 800)).rejects.toMatchObject({ reason: 'broken' });
});
