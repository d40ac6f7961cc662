import { t } from '@/i18n';
import { parsing } from '../parsed';
import { sourceWords } from '@/features/evidence';
import { isGenerated, type Exported, type ExportedMessage } from '../content';
import { localDay } from '@/i18n/day';
import { labelWords } from '../label';
import { setBlock, type Column } from './blocks';
import { breakLines } from './lines';
import { Pen } from './pen';
import type { Font, Measure, Paint, Poster, Steps } from './types';

/** How wide a poster is, px of the layout: a phone's screen. */
export const POSTER_PX = 390;
const EDGE = 24;
const COLUMN: Column = { x: EDGE, width: POSTER_PX - 2 * EDGE };
const QR_PX = 104;

/** Whether each module of a QR code is dark, row by row. */
export type QrCode = readonly (readonly boolean[])[];

/** What a poster has besides what is exported. */
interface Setting {
  /** A code that leads to where it can be read; null: none. */
  qr: QrCode | null;
  /** So high it may become, px; what has no room then is left out. */
  room?: number;
}

/**
 * Sets a poster, so that whoever drives it can stop between two steps.
 *
 * @param measure how wide text is
 * @yields how much of it is set, 0 to 1
 */
export function* setPoster(exported: Exported, measure: Measure, { qr, room }: Setting): Generator<number, Poster> {
  const pen = new Pen(measure, room);
  const count = exported.messages.length;
  yield* saying(0, setHead(pen, exported));
  for (const [at, message] of exported.messages.entries()) {
    if (pen.full()) break;
    yield* saying(at / count, message.question ? setQuestion(pen, message) : setAnswer(pen, message));
  }
  const whole = !pen.leftOut;
  yield* saying(1, setFoot(pen, exported, { qr, whole }));
  return { width: POSTER_PX, height: Math.ceil(pen.y), commands: pen.commands, cuts: pen.cuts, whole };
}

/** Yields the same for each step. */
function* saying(done: number, steps: Steps): Generator<number, void> {
  while (steps.next().done !== true) yield done;
}

interface Look {
  font: Font;
  paint: Paint;
  leading: number;
}

function* words(pen: Pen, text: string, column: Column, { font, paint, leading }: Look): Steps {
  const lines = yield* breakLines([{ text, font, paint }], column.width, pen.measure);
  pen.lines(lines, { x: column.x, leading, size: font.size });
}

function* setHead(pen: Pen, { title, createdAt }: Exported): Steps {
  pen.skip(28);
  const small: Font = { size: 13 };
  const day = localDay(createdAt);
  pen.box({ x: EDGE, y: pen.y + 1, width: 18, height: 18, radius: 6, fill: 'accent' });
  pen.box({ x: EDGE + 5, y: pen.y + 6.5, width: 8, height: 2, radius: 1, fill: 'paper' });
  pen.box({ x: EDGE + 5, y: pen.y + 11, width: 5, height: 2, radius: 1, fill: 'paper' });
  pen.text(t('exports.product'), { x: EDGE + 26, y: pen.y + 15 }, { size: 13, bold: true }, 'soft');
  pen.text(day, { x: POSTER_PX - EDGE - pen.measure(day, small), y: pen.y + 15 }, small, 'faint');
  pen.skip(20 + 22);
  yield* words(pen, title || t('share.untitled'), COLUMN, {
    font: { size: 23, bold: true },
    paint: 'ink',
    leading: 34,
  });
  pen.skip(20);
}

function* setQuestion(pen: Pen, { text, files }: ExportedMessage): Steps {
  pen.space(28);
  pen.begin();
  const close = pen.open({ ...COLUMN, radius: 18, fill: 'tint' });
  const column = { x: COLUMN.x + 16, width: COLUMN.width - 32 };
  pen.y += 12;
  yield* words(pen, text, column, { font: { size: 16 }, paint: 'ink', leading: 26.5 });
  if (files.length > 0) yield* words(pen, files.join('、'), column, { font: { size: 13 }, paint: 'soft', leading: 22 });
  pen.y += 12;
  close();
  pen.space(20);
}

function* setAnswer(pen: Pen, message: ExportedMessage): Steps {
  pen.space(20);
  const blocks = yield* parsing(message);
  yield;
  for (const block of blocks) {
    if (pen.full()) return;
    yield* setBlock(pen, block, COLUMN);
    yield;
  }
  if (message.cited.length > 0) yield* setSources(pen, message);
  pen.space(10);
  pen.begin();
  const author = t(message.stored ? 'chat.storedLabel' : 'chat.aiLabel');
  yield* words(pen, author, COLUMN, { font: { size: 12 }, paint: 'faint', leading: 18 });
  pen.space(28);
}

/** What the marks stand for: a number on a chip, and where it is from. */
function* setSources(pen: Pen, { cited }: ExportedMessage): Steps {
  pen.space(18);
  pen.begin();
  const close = pen.open({ ...COLUMN, radius: 12, fill: 'sunk' });
  pen.y += 10;
  for (const source of cited) {
    pen.cuts.push({ y: pen.y, block: false });
    yield* words(
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

function* setFoot(pen: Pen, exported: Exported, { qr, whole }: { qr: QrCode | null; whole: boolean }): Steps {
  pen.unbounded();
  pen.space(32);
  pen.begin();
  if (!whole) {
    yield* words(pen, t('exports.leftOut'), COLUMN, { font: { size: 14 }, paint: 'soft', leading: 24 });
    pen.space(20);
    pen.begin();
  }
  pen.box({ ...COLUMN, y: pen.y, height: 1, radius: 0, fill: 'strong' });
  pen.skip(24);
  const top = pen.y;
  const room = COLUMN.width - (qr ? QR_PX + 20 : 0);
  pen.y = top + (qr ? 16 : 0);
  setLabel(pen, labelWords(isGenerated(exported)));
  pen.y += 12;
  const note = t('exports.made', { day: localDay(exported.createdAt) });
  yield* words(pen, note, { x: EDGE, width: room }, { font: { size: 12.5 }, paint: 'faint', leading: 20 });
  if (qr) {
    yield* words(
      pen,
      t('exports.scan'),
      { x: EDGE, width: room },
      { font: { size: 12.5 }, paint: 'faint', leading: 20 },
    );
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
