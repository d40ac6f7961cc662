import { createHash } from 'node:crypto';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';

const SIDE = 48;
/** No font has a character here. */
const NOWHERE = '\u{10fffd}';
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
/** What shows nothing by itself. */
const UNSEEN = /^[\p{M}\p{Cf}\p{Z}]$/u;

/**
 * What of `text` this machine's fonts can show: without emoji that they have not; undefined where they lack a letter, for a box
 * would stand for it.
 */
export function showable(text: string, font: string): string | undefined {
  const draw = drawer(font);
  const missing = draw(NOWHERE);
  let left = text;
  for (const sign of new Set(text)) {
    if (UNSEEN.test(sign) || draw(sign) !== missing) continue;
    if (!PICTOGRAPH.test(sign)) return undefined;
    left = left.replaceAll(sign, '');
  }
  return left.trim();
}

/** Gives what tells one character's picture from another's. */
function drawer(font: string): (sign: string) => string {
  const context: SKRSContext2D = createCanvas(SIDE, SIDE).getContext('2d');
  context.font = `${SIDE / 2}px ${font}`;
  return (sign) => {
    context.clearRect(0, 0, SIDE, SIDE);
    context.fillText(sign, SIDE / 8, SIDE * 0.7);
    return createHash('sha1')
      .update(context.getImageData(0, 0, SIDE, SIDE).data)
      .digest('base64');
  };
}
