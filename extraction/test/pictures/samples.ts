import { createCanvas, GlobalFonts, type Canvas } from '@napi-rs/canvas';

import { FONT } from '../pdf/samples';

GlobalFonts.registerFromPath(FONT, 'Sample');

/** A white page with `texts` in black below each other, 32 pixels high. */
export function pageOf(texts: readonly string[], width = 1200, height = 500): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#000';
  context.font = '32px Sample';
  texts.forEach((text, at) => context.fillText(text, 60, 80 + at * 56));
  return canvas;
}

/** A picture of 80 x 40 pixels: red on the left, blue on the right. */
export function redBlue(): Canvas {
  const canvas = createCanvas(80, 40);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f00';
  context.fillRect(0, 0, 40, 40);
  context.fillStyle = '#00f';
  context.fillRect(40, 0, 40, 40);
  return canvas;
}

/** The JPEG with a head of EXIF that says how it is to be turned. */
export function oriented(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** The first bytes of a PNG that says to be of this size; nobody gets as far as its checksum. */
export function pngHead(width: number, height: number): Buffer {
  const chunk = Buffer.alloc(25);
  chunk.writeUInt32BE(13, 0);
  chunk.write('IHDR', 4, 'latin1');
  chunk.writeUInt32BE(width, 8);
  chunk.writeUInt32BE(height, 12);
  chunk.set([8, 6, 0, 0, 0], 16);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk]);
}

function heifBox(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** The head of a HEIC file that says to be of this size, without a picture. */
export function heicHead(width: number, height: number): Buffer {
  const size = Buffer.alloc(12);
  size.writeUInt32BE(width, 4);
  size.writeUInt32BE(height, 8);
  const properties = heifBox('iprp', heifBox('ipco', heifBox('ispe', size)));
  const brands = Buffer.from('heic\0\0\0\0mif1heic', 'latin1');
  return Buffer.concat([heifBox('ftyp', brands), heifBox('meta', Buffer.alloc(4), properties)]);
}

/** The colour at a point, given as parts of the picture. */
export function colourAt(canvas: Canvas, x: number, y: number): 'red' | 'blue' | 'other' {
  const [r = 0, g = 0, b = 0] = canvas
    .getContext('2d')
    .getImageData(Math.floor(canvas.width * x), Math.floor(canvas.height * y), 1, 1).data;
  if (r > 200 && g < 60 && b < 60) return 'red';
  return b > 200 && g < 60 && r < 60 ? 'blue' : 'other';
}
