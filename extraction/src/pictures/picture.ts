import { open } from 'node:fs/promises';
import { createCanvas, loadImage, type Canvas, type Image } from '@napi-rs/canvas';
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
    checkSize(bytes);
    // Both decoders turn pictures upright by themselves.
    const source = kind === 'heic' ? await decodeHeic(bytes, PIXELS_MAX) : await loadImage(bytes);
    return await toJpeg(drawn(source, maxSide));
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

function checkSize(bytes: Buffer): void {
  const { width, height } = imageSize(bytes);
  if (width * height > PIXELS_MAX) throw new Unreadable('bomb', `The picture has ${width} x ${height} pixels.`);
}

function drawn(source: Canvas | Image, maxSide: number): Canvas {
  const { width, height } = source;
  if (width < 1 || height < 1) throw new Unreadable('broken', 'The picture is empty.');
  const scale = Math.min(1, maxSide / Math.max(width, height));
  const canvas = createCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}
