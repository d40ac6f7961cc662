import type { Box } from '@huati/shared';
import type { Page } from 'tesseract.js';
import { recognise } from './recogniser';

/** A paragraph that was seen on a picture, with its place on it. */
export interface Seen {
  text: string;
  box: Box;
}

/** Below this, in percent, what it took for a line is more likely a stain or a drawing. */
const CONFIDENCE_MIN = 35;

/**
 * Recognises printed Chinese and English on a picture of so many pixels: its paragraphs from the top. `languages` is the
 * folder of `createLanguages`.
 */
export async function seenOn(
  picture: { jpeg: Uint8Array; width: number; height: number },
  languages: string,
): Promise<Seen[]> {
  const page = await recognise(picture.jpeg, languages);
  return paragraphsOf(page, picture);
}

function paragraphsOf({ blocks }: Page, { width, height }: { width: number; height: number }): Seen[] {
  const seen: Seen[] = [];
  for (const { lines, bbox } of (blocks ?? []).flatMap((block) => block.paragraphs)) {
    const good = lines.filter(({ confidence }) => confidence >= CONFIDENCE_MIN);
    const text = tidied(good.map((line) => line.text).join('\n'));
    if (!/[\p{L}\p{N}]/u.test(text)) continue;
    const box = [bbox.x0 / width, bbox.y0 / height, (bbox.x1 - bbox.x0) / width, (bbox.y1 - bbox.y0) / height] as const;
    const [left, top, wide, high] = box.map((part) => Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 10_000);
    seen.push({ text, box: [left ?? 0, top ?? 0, wide ?? 0, high ?? 0] });
  }
  return seen;
}

const wide = '\\p{Script=Han}\\u3000-\\u303F\\uFF00-\\uFFEF“”‘’';
const between = new RegExp(`(?<=[${wide}])\\s+(?=[${wide}])`, 'gu');
const beside = new RegExp(`(?<=[${wide}])\\s*\\n\\s*|\\s*\\n\\s*(?=[${wide}])`, 'gu');

/** Recognition puts spaces between Han characters, and ends each line: neither is the text's. */
export function tidied(text: string): string {
  return text
    .replace(/(?<=\p{Script=Han}) ?,(?! ?\d)/gu, '，')
    .replace(between, '')
    .replace(beside, '')
    .replace(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}
