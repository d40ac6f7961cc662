import { createCanvas, ImageData, type Canvas } from '@napi-rs/canvas';
import decode from 'heic-decode';
import { Unreadable } from '../extracted';

/** What the decoder gives in truth; its published types know less. */
type Decodables = { width: number; height: number; decode(): Promise<{ data: Uint8ClampedArray }> }[] & {
  dispose(): void;
};

/**
 * Unpacks the first picture of a HEIC file, turned as its file says. Throws `Unreadable` (`bomb`) where it has more than
 * `pixelsMax` pixels, and the decoder's own error where it is damaged.
 */
export async function decodeHeic(bytes: Uint8Array, pixelsMax: number): Promise<Canvas> {
  const pictures = (await decode.all({ buffer: bytes })) as unknown as Decodables;
  try {
    const [first] = pictures;
    if (!first) throw new Unreadable('broken', 'There is no picture in the file.');
    const { width, height } = first;
    if (width * height > pixelsMax) throw new Unreadable('bomb', `The picture has ${width} x ${height} pixels.`);
    const { data } = await first.decode();
    const canvas = createCanvas(width, height);
    canvas.getContext('2d').putImageData(new ImageData(data, width, height), 0, 0);
    return canvas;
  } finally {
    pictures.dispose();
  }
}
