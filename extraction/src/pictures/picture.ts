import { open } from 'node:fs/promises';
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { imageSize } from 'image-size';
import { Unreadable } from '../extracted';
import type { Kind } from '../kinds';
import { decodeHeic } from './heic';
import { toJpeg, type Picture } from './jpeg';

/** A picture with more is not unpacked: 4 bytes each would have to be held at once. */
export const PIXELS_MAX = 60_000_000;

/** The longest file of a picture, in bytes. */
const BYTES_MAX = 64 * 2 ** 20;

/**
 * Reads the picture at `path` as an upright JPEG on white, no side longer than `maxSide` pixels, never enlarged; the first
 * picture of a moving one. Throws `Unreadable`: `broken`, or `bomb` where it is larger than `PIXELS_MAX`, which its head tells.
 */
export async function readPicture(path: string, kind: Kind, maxSide: number): Promise<Picture> {
  const bytes = await bytesOf(path);
  try {
    const { orientation } = checkedSize(bytes);
    // The decoder of HEIC turns by itself.
    const turn = kind === 'heic' ? 1 : orientation;
    const source = kind === 'heic' ? await decodeHeic(bytes, PIXELS_MAX) : await loadImage(bytes);
    return await toJpeg(drawn(source, turn, maxSide));
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('broken', 'The picture is damaged.', { cause: error });
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > BYTES_MAX) throw new Unreadable('too_heavy', `The picture has ${size} bytes.`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** How the picture is to be turned, by EXIF's numbers. */
function checkedSize(bytes: Buffer): { orientation: number } {
  const { width, height, orientation = 1 } = imageSize(bytes);
  if (width * height > PIXELS_MAX) throw new Unreadable('bomb', `The picture has ${width} x ${height} pixels.`);
  return { orientation };
}

/** EXIF's orientations as the first four numbers of a transform, on a canvas whose middle is the origin. */
const turns: Record<number, readonly [number, number, number, number]> = {
  1: [1, 0, 0, 1],
  2: [-1, 0, 0, 1],
  3: [-1, 0, 0, -1],
  4: [1, 0, 0, -1],
  5: [0, 1, 1, 0],
  6: [0, 1, -1, 0],
  7: [0, -1, -1, 0],
  8: [0, -1, 1, 0],
};

function drawn(source: Parameters<typeof size>[0], orientation: number, maxSide: number): Canvas {
  const { width, height } = size(source);
  const scale = Math.min(1, maxSide / Math.max(width, height));
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const lies = orientation >= 5;
  const canvas = createCanvas(lies ? h : w, lies ? w : h);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.transform(...(turns[orientation] ?? [1, 0, 0, 1]), 0, 0);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, -w / 2, -h / 2, w, h);
  return canvas;
}

function size(source: Canvas | Awaited<ReturnType<typeof loadImage>>): { width: number; height: number } {
  if (source.width < 1 || source.height < 1) throw new Unreadable('broken', 'The picture is empty.');
  return source;
}
