import { encode } from 'uqr';

/** The QR code of a text: whether each module is dark, row by row, without a margin. */
export function qrModules(text: string): boolean[][] {
  return encode(text, { border: 0, ecc: 'M' }).data;
}
