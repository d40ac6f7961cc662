import type { Canvas } from '@napi-rs/canvas';

/** A picture as JPEG, with its size in pixels. */
export interface Picture {
  jpeg: Uint8Array;
  width: number;
  height: number;
}

const QUALITY = 85;

/** What is on the canvas, which is let go of. */
export async function toJpeg(canvas: Canvas): Promise<Picture> {
  const { width, height } = canvas;
  const encoded = await canvas.encode('jpeg', QUALITY);
  // Its pixels lie outside of what the collector of garbage counts.
  canvas.width = 1;
  canvas.height = 1;
  return { jpeg: new Uint8Array(encoded), width, height };
}
