import type { Canvas } from '@napi-rs/canvas';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { createCanvas } from '@napi-rs/canvas';
import { Unreadable } from '../extracted';
import { toJpeg, type Picture } from '../pictures/jpeg';
import { asUnreadable, openPdf } from './document';

/** A page that is far longer than wide is drawn narrower than was asked for. */
const PIXELS_MAX = 12_000_000;
/** The longest side of a picture, in pixels: a page may be as thin as a hair. */
const SIDE_MAX = 16_384;

/** Draws page `number` of the PDF at `path`, `width` pixels wide. Throws `Unreadable`; `broken` also where there is no such page. */
export function pagePicture(path: string, number: number, width: number): Promise<Picture> {
  return onPage(path, number, width, toJpeg);
}

/** As `pagePicture`, but nothing where there is hardly a mark on the page. */
export function markedPage(path: string, number: number, width: number): Promise<Picture | undefined> {
  return onPage(path, number, width, async (canvas) => (isBlank(canvas) ? undefined : toJpeg(canvas)));
}

async function onPage<T>(
  path: string,
  number: number,
  width: number,
  take: (canvas: Canvas) => Promise<T>,
): Promise<T> {
  const pdf = await openPdf(path);
  try {
    return await take(await drawPage(pdf, number, width));
  } catch (error) {
    throw asUnreadable(error);
  } finally {
    await pdf.destroy();
  }
}

/** Draws page `number` of an open PDF as it is shown, on white, `width` pixels wide. */
async function drawPage(pdf: PDFDocumentProxy, number: number, width: number): Promise<Canvas> {
  if (number > pdf.numPages) throw new Unreadable('broken', `The PDF has ${pdf.numPages} pages.`);
  const page = await pdf.getPage(number);
  try {
    const whole = page.getViewport({ scale: 1 });
    const fitting = Math.sqrt(PIXELS_MAX / Math.max(1, whole.width * whole.height));
    const longest = SIDE_MAX / Math.max(1, whole.width, whole.height);
    const viewport = page.getViewport({ scale: Math.min(width / Math.max(1, whole.width), fitting, longest) });
    const canvas = createCanvas(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)));
    await page.render({ canvas, viewport, background: '#fff' }).promise;
    return canvas;
  } finally {
    page.cleanup();
  }
}

function isBlank(canvas: Canvas): boolean {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) if ((data[at + 1] ?? 255) < 160) dark += 1;
  return dark < 20;
}
