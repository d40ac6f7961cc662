import type { Box } from '@huati/shared';
import type { PageViewport, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A rectangle in points; `top` is the smaller number. */
export interface Rect {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A piece of text as the page sets it, seen so that it runs from left to right. `size` is the height of its font. */
export interface Run extends Rect {
  text: string;
  size: number;
}

/** By how many quarter turns to the right text runs on the page; vertical lines of Chinese are one. */
export type Turn = 0 | 1 | 2 | 3;

export interface PageText {
  width: number;
  height: number;
  /** The page's text by its turns. */
  runs: Map<Turn, Run[]>;
}

// Control characters, lone halves, private use and what stands for a missing glyph: no words.
const noise = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\uFFFD\u200B\uFEFF]/gu;

// Signs in the form that vertical lines set them in, such as a stop in the upper right corner.
const upright = /[\uFE10-\uFE19\uFE30-\uFE4F]/gu;

/** The compatible forms of the first seven are the signs of Latin: those of Chinese are meant. */
const asHorizontal = (sign: string): string => '，、。：；！？'[sign.charCodeAt(0) - 0xfe10] ?? sign.normalize('NFKC');

type Matrix = readonly [number, number, number, number, number, number];

/** The text of a page with its places, the page's own turn undone: the page as it is shown. */
export async function textOf(page: PDFPageProxy): Promise<PageText> {
  const viewport = page.getViewport({ scale: 1 });
  const { items, styles } = await page.getTextContent();
  const runs = new Map<Turn, Run[]>();
  for (const item of items) {
    if (!('str' in item)) continue;
    const text = item.str.replace(noise, '').replace(upright, asHorizontal);
    if (text.trim() === '') continue;
    const hangs = styles[item.fontName]?.vertical === true;
    const matrix = times(viewport, item.transform as number[]);
    const length = hangs ? item.height : item.width;
    const { turn, run } = placed(text, matrix, length, hangs);
    if (Number.isFinite(run.left + run.top + run.right + run.bottom)) {
      const sameTurn = runs.get(turn);
      if (sameTurn) sameTurn.push(run);
      else runs.set(turn, [run]);
    }
  }
  return { width: viewport.width, height: viewport.height, runs };
}

function times({ transform }: PageViewport, item: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = item;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function placed(text: string, matrix: Matrix, length: number, vertical: boolean): { turn: Turn; run: Run } {
  const [a, b, c, d, x, y] = matrix;
  const size = Math.hypot(c, d) || Math.hypot(a, b) || 1;
  const quarters = Math.round(Math.atan2(b, a) / (Math.PI / 2)) + (vertical ? 1 : 0);
  const turn = (((quarters % 4) + 4) % 4) as Turn;
  const at = turned(x, y, turn);
  // A vertical line hangs on its middle, a horizontal one stands on its base line.
  const top = vertical ? at.y - size / 2 : at.y - size * 0.86;
  return { turn, run: { text, size, left: at.x, right: at.x + length, top, bottom: top + size } };
}

/** A point of the page, seen so that text of this turn runs from left to right. */
function turned(x: number, y: number, turn: Turn): { x: number; y: number } {
  const seen = [
    { x, y },
    { x: y, y: -x },
    { x: -x, y: -y },
    { x: -y, y: x },
  ] as const;
  return seen[turn];
}

/** The rectangle that text of `turn` takes, as parts of the page. */
export function boxOf(rect: Rect, turn: Turn, { width, height }: PageText): Box {
  const back = ((4 - turn) % 4) as Turn;
  const one = turned(rect.left, rect.top, back);
  const other = turned(rect.right, rect.bottom, back);
  const left = part(Math.min(one.x, other.x) / width);
  const top = part(Math.min(one.y, other.y) / height);
  return [
    left,
    top,
    rounded(part(Math.max(one.x, other.x) / width) - left),
    rounded(part(Math.max(one.y, other.y) / height) - top),
  ];
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
const part = (value: number): number => rounded(Math.min(1, Math.max(0, value)));

/** The least rectangle around others. */
export function around(rects: readonly Rect[]): Rect {
  const [first = { left: 0, right: 0, top: 0, bottom: 0 }] = rects;
  const { left, right, top, bottom } = first;
  return rects.reduce<Rect>(
    (all, rect) => ({
      left: Math.min(all.left, rect.left),
      right: Math.max(all.right, rect.right),
      top: Math.min(all.top, rect.top),
      bottom: Math.max(all.bottom, rect.bottom),
    }),
    { left, right, top, bottom },
  );
}
