import { t } from '@/i18n';
import { parsing } from '../parsed';
import { sourceWords } from '@/features/evidence';
import { isGenerated, type Exported, type ExportedMessage } from '../content';
import { localDay } from '../day';
import { labelWords } from '../label';
import { setBlock, type Column } from './blocks';
import { breakLines } from './lines';
import { Pen } from './pen';
import type { Font, Measure, Paint, Poster } from './types';

/** How wide a poster is, px of the layout: a phone's screen. */
export const POSTER_PX = 390;
const EDGE = 24;
const COLUMN: Column = { x: EDGE, width: POSTER_PX - 2 * EDGE };
const QR_PX = 104;

/** Whether each module of a QR code is dark, row by row. */
export type QrCode = readonly (readonly boolean[])[];

/**
 * Sets a poster, block by block, so that whoever drives it can stop between two.
 *
 * @param measure how wide text is
 * @param qr      a code that leads to where it can be read; null: none
 * @yields how much of it is set, 0 to 1
 */
export function* setPoster(exported: Exported, measure: Measure, qr: QrCode | null): Generator<number, Poster> {
  const pen = new Pen(measure);
  setHead(pen, exported);
  const count = exported.messages.length;
  for (const [at, message] of exported.messages.entries()) {
    yield at / count;
    if (message.question) setQuestion(pen, message);
    else yield* setAnswer(pen, message, at / count);
  }
  setFoot(pen, exported, qr);
  return { width: POSTER_PX, height: Math.ceil(pen.y), commands: pen.commands, cuts: pen.cuts };
}

function words(pen: Pen, text: string, column: Column, look: { font: Font; paint: Paint; leading: number }): void {
  const { font, paint, leading } = look;
  pen.lines(breakLines([{ text, font, paint }], column.width, pen.measure), { x: column.x, leading, size: font.size });
}

function setHead(pen: Pen, { title, createdAt }: Exported): void {
  pen.skip(28);
  const small: Font = { size: 13 };
  const day = localDay(createdAt);
  pen.box({ x: EDGE, y: pen.y + 1, width: 18, height: 18, radius: 6, fill: 'accent' });
  pen.box({ x: EDGE + 5, y: pen.y + 6.5, width: 8, height: 2, radius: 1, fill: 'paper' });
  pen.box({ x: EDGE + 5, y: pen.y + 11, width: 5, height: 2, radius: 1, fill: 'paper' });
  pen.text(t('exports.product'), { x: EDGE + 26, y: pen.y + 15 }, { size: 13, bold: true }, 'soft');
  pen.text(day, { x: POSTER_PX - EDGE - pen.measure(day, small), y: pen.y + 15 }, small, 'faint');
  pen.skip(20 + 22);
  words(pen, title || t('share.untitled'), COLUMN, { font: { size: 23, bold: true }, paint: 'ink', leading: 34 });
  pen.skip(20);
}

function setQuestion(pen: Pen, { text, files }: ExportedMessage): void {
  pen.space(28);
  pen.begin();
  const close = pen.open({ ...COLUMN, radius: 18, fill: 'tint' });
  const column = { x: COLUMN.x + 16, width: COLUMN.width - 32 };
  pen.y += 12;
  words(pen, text, column, { font: { size: 16 }, paint: 'ink', leading: 26.5 });
  if (files.length > 0) words(pen, files.join('、'), column, { font: { size: 13 }, paint: 'soft', leading: 22 });
  pen.y += 12;
  close();
  pen.space(20);
}

function* setAnswer(pen: Pen, message: ExportedMessage, done: number): Generator<number, void> {
  pen.space(20);
  for (const block of yield* parsing(message, done)) {
    setBlock(pen, block, COLUMN);
    yield done;
  }
  if (message.cited.length > 0) setSources(pen, message);
  pen.space(10);
  pen.begin();
  const author = t(message.stored ? 'chat.storedLabel' : 'chat.aiLabel');
  words(pen, author, COLUMN, { font: { size: 12 }, paint: 'faint', leading: 18 });
  pen.space(28);
}

/** What the marks stand for: a number on a chip, and where it is from. */
function setSources(pen: Pen, { cited }: ExportedMessage): void {
  pen.space(18);
  pen.begin();
  const close = pen.open({ ...COLUMN, radius: 12, fill: 'sunk' });
  pen.y += 10;
  for (const source of cited) {
    pen.cuts.push({ y: pen.y, block: false });
    words(
      pen,
      sourceWords(source),
      { x: COLUMN.x + 14, width: COLUMN.width - 28 },
      {
        font: { size: 12.5 },
        paint: 'soft',
        leading: 21,
      },
    );
  }
  pen.y += 10;
  close();
}

function setFoot(pen: Pen, exported: Exported, qr: QrCode | null): void {
  pen.space(32);
  pen.begin();
  pen.box({ ...COLUMN, y: pen.y, height: 1, radius: 0, fill: 'strong' });
  pen.skip(24);
  const top = pen.y;
  const room = COLUMN.width - (qr ? QR_PX + 20 : 0);
  pen.y = top + (qr ? 16 : 0);
  setLabel(pen, labelWords(isGenerated(exported)));
  pen.y += 12;
  const note = t('exports.made', { day: localDay(exported.createdAt) });
  words(pen, note, { x: EDGE, width: room }, { font: { size: 12.5 }, paint: 'faint', leading: 20 });
  if (qr) {
    words(pen, t('exports.scan'), { x: EDGE, width: room }, { font: { size: 12.5 }, paint: 'faint', leading: 20 });
    setQr(pen, qr, { x: POSTER_PX - EDGE - QR_PX, y: top });
    pen.y = Math.max(pen.y, top + QR_PX);
  }
  pen.skip(28);
}

function setLabel(pen: Pen, text: string): void {
  const font: Font = { size: 13, bold: true };
  const width = pen.measure(text, font) + 24;
  pen.box({ x: EDGE, y: pen.y, width, height: 28, radius: 14, fill: 'accentSoft' });
  pen.text(text, { x: EDGE + 12, y: pen.y + 14 + 13 * 0.36 }, font, 'accent');
  pen.y += 28;
}

/** On white in any theme, with the quiet zone that readers of codes need. */
function setQr(pen: Pen, qr: QrCode, { x, y }: { x: number; y: number }): void {
  pen.box({ x, y, width: QR_PX, height: QR_PX, radius: 10, fill: 'white' });
  const quiet = 8;
  const module = (QR_PX - 2 * quiet) / Math.max(1, qr.length);
  qr.forEach((row, down) => {
    for (let from = 0; from < row.length;) {
      let to = from;
      while (row[to]) to += 1;
      if (to > from) {
        const at = { x: x + quiet + from * module, y: y + quiet + down * module };
        // A hair larger, or the background shines through between two rows.
        pen.box({ ...at, width: (to - from) * module + 0.3, height: module + 0.3, radius: 0, fill: 'black' });
      }
      from = to + 1;
    }
  });
}
