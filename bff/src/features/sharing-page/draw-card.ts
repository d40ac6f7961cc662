import { crc32 } from 'node:zlib';
import { createCanvas, Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import { CARD } from './card-size';
import { showable } from './glyphs';
import { AIGC } from './label';
import { wrapped } from './wrapped';

/** What the picture of a share says; nothing: the product's mark alone. */
export interface CardWords {
  site: string;
  title: string;
  question: string;
  /** That a model wrote what is shared: the words for it, and what the file says in its metadata. */
  label: { words: string; field: string } | undefined;
}

const COLOURS = { paper: '#fbfaf8', ink: '#1c1f23', soft: '#555b62', faint: '#646a71', accent: '#0f766e' };
/** Of Chinese first: where a font has the forms of several languages, those of Chinese. */
const FONT =
  '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif';
const MARGIN = 84;
const INNER = CARD.width - 2 * MARGIN;
const MARK = 76;
const TITLE = { size: 66, line: 88, top: 284, lines: 3 };
const QUESTION = { size: 34, line: 50, gap: 4, lines: 2 };

/** The picture of a share as a PNG, drawn with this machine's fonts; without words where they lack a letter of the title. */
export async function drawCard(words: CardWords | undefined): Promise<Uint8Array> {
  const canvas = createCanvas(CARD.width, CARD.height);
  const context = canvas.getContext('2d');
  context.fillStyle = COLOURS.paper;
  context.fillRect(0, 0, CARD.width, CARD.height);
  context.fillStyle = COLOURS.accent;
  context.fillRect(0, CARD.height - 12, CARD.width, 12);
  const title = words && showable(words.title, FONT);
  if (words && title) drawWords(context, { ...words, title });
  else drawMark(context, (CARD.width - 2.5 * MARK) / 2, (CARD.height - 2.5 * MARK) / 2, 2.5 * MARK);
  const png = await canvas.encode('png');
  return words?.label ? withLabel(png, words.label.field) : png;
}

function drawWords(context: SKRSContext2D, { site, title, question, label }: CardWords): void {
  drawMark(context, MARGIN, MARGIN - 8, MARK);
  line(context, showable(site, FONT) ?? '', { x: MARGIN + MARK + 24, y: MARGIN + 42, size: 36, colour: COLOURS.soft });
  let y = TITLE.top;
  context.font = `bold ${TITLE.size}px ${FONT}`;
  const widthOf = (text: string): number => context.measureText(text).width;
  for (const text of wrapped(title, INNER, TITLE.lines, widthOf)) {
    line(context, text, { x: MARGIN, y, size: TITLE.size, colour: COLOURS.ink, bold: true });
    y += TITLE.line;
  }
  const room = y <= TITLE.top + TITLE.line ? QUESTION.lines : y <= TITLE.top + 2 * TITLE.line ? 1 : 0;
  context.font = `${QUESTION.size}px ${FONT}`;
  for (const text of room === 0 ? [] : wrapped(showable(question, FONT) ?? '', INNER, room, widthOf)) {
    line(context, text, { x: MARGIN, y: y + QUESTION.gap - 14, size: QUESTION.size, colour: COLOURS.soft });
    y += QUESTION.line;
  }
  const below = { x: MARGIN, y: CARD.height - 52, size: 28, colour: COLOURS.faint };
  if (label) line(context, showable(label.words, FONT) ?? '', below);
}

interface LineStyle {
  x: number;
  y: number;
  size: number;
  colour: string;
  bold?: boolean;
}

function line(context: SKRSContext2D, text: string, { x, y, size, colour, bold }: LineStyle): void {
  context.font = `${bold ? 'bold ' : ''}${size}px ${FONT}`;
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/** The product's mark, as its favicon has it, in a square of `side`. */
function drawMark(context: SKRSContext2D, x: number, y: number, side: number): void {
  context.save();
  context.translate(x, y);
  context.scale(side / 32, side / 32);
  context.fillStyle = COLOURS.accent;
  context.beginPath();
  context.roundRect(0, 0, 32, 32, 9);
  context.fill();
  context.strokeStyle = COLOURS.paper;
  context.lineWidth = 2.5;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(new Path2D('M8.5 9.5h15M8.5 15.5h9.5'));
  context.stroke(new Path2D('M23.5 15.5v3a4 4 0 0 1-4 4h-6l-5 3.5v-6'));
  context.restore();
}

/** Signature, and the chunk of the size, which comes first. */
const PNG_HEAD_BYTES = 8 + 25;

/** Says in a chunk of text what the page says in its head. */
function withLabel(png: Uint8Array, field: string): Uint8Array {
  // Keyword, not compressed, no language, no translated keyword, text.
  const body = Buffer.from(`iTXt${AIGC}\0\0\0\0\0${field}`, 'utf8');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([png.subarray(0, PNG_HEAD_BYTES), chunk, png.subarray(PNG_HEAD_BYTES)]);
}
