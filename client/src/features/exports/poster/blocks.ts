import { colouredLines } from '@/markdown/native/code-lines';
import type { Line as ProseLine, NativeBlock, NativeCode } from '@/markdown/native/native-blocks';
import { languageName } from '@/markdown/highlight';
import { breakCode, breakLines } from './lines';
import { codePaint, styledOf } from './looks';
import type { Pen } from './pen';
import { setTable } from './table';
import type { Font, Steps } from './types';

/** Where blocks stand: their left edge and how wide they may be, px. */
export interface Column {
  x: number;
  width: number;
}

const BODY = 16;
const LEADING = 1.75;
const INDENT_PX = 26;
const QUOTE_PX = 18;
/** So many lines of code are set before somebody else may have a turn. */
const LINES_AT_ONCE = 8;

const HEADINGS: Record<string, { size: number; before: number; after: number }> = {
  h1: { size: 21, before: 28, after: 12 },
  h2: { size: 18.5, before: 28, after: 12 },
  h3: { size: 17, before: 24, after: 8 },
  h4: { size: 16, before: 20, after: 8 },
};

/** What is left of a column at that depth of lists and quotes. */
function inside({ x, width }: Column, { indent, quote }: { indent: number; quote: number }): Column {
  const in_ = indent * INDENT_PX + quote * QUOTE_PX;
  return { x: x + in_, width: width - in_ };
}

/** Sets one block of an answer. */
export function* setBlock(pen: Pen, block: NativeBlock, column: Column): Steps {
  if (block.kind === 'prose') {
    for (const line of block.lines) yield* setProse(pen, line, column);
    return;
  }
  pen.space(16);
  pen.begin();
  const at = inside(column, block);
  const from = pen.y;
  if (block.kind === 'code') yield* setCode(pen, block, at);
  else if (block.kind === 'math')
    yield* setCode(pen, { ...block, kind: 'code', language: 'latex', code: block.tex }, at);
  else yield* setTable(pen, block.rows, at);
  bars(pen, block.quote, column, from);
  pen.space(16);
}

function* setProse(pen: Pen, line: ProseLine, column: Column): Steps {
  if (pen.full()) return;
  const at = inside(column, line);
  if (line.kind === 'rule') return setRule(pen, at);
  const { size, leading, before, after, bold } = lookOf(line);
  pen.space(before);
  const above = pen.y;
  pen.begin();
  // The bar of a quote goes on through the room between two of its paragraphs.
  const from = line.quote > 0 && pen.lastQuote === above ? above : pen.y;
  if (line.marker !== '') setMarker(pen, line.marker, at.x, { size, leading });
  const base = { font: { size, ...(bold && { bold }) }, paint: line.quote > 0 ? 'soft' : 'ink' } as const;
  pen.lines(yield* breakLines(styledOf(line.runs, base), at.width, pen.measure), { x: at.x, leading, size });
  bars(pen, line.quote, column, from);
  pen.space(after);
}

interface Look {
  size: number;
  leading: number;
  before: number;
  after: number;
  bold: boolean;
}

function lookOf({ kind, tight, indent }: ProseLine): Look {
  const heading = HEADINGS[kind];
  if (heading) return { ...heading, leading: heading.size * 1.5, bold: true };
  const room = tight || indent > 0 ? 6 : 12;
  return { size: BODY, leading: BODY * LEADING, before: room, after: room, bold: false };
}

function setRule(pen: Pen, { x, width }: Column): void {
  pen.space(24);
  pen.begin();
  pen.box({ x, y: pen.y, width, height: 1, radius: 0, fill: 'strong' });
  pen.y += 1;
  pen.space(24);
}

/** A bullet or a number, in the room before its text. */
function setMarker(pen: Pen, marker: string, x: number, { size, leading }: { size: number; leading: number }): void {
  const font: Font = { size };
  const middle = pen.y + leading / 2;
  if (marker === '•') {
    pen.box({ x: x - 15, y: middle - 2.5, width: 5, height: 5, radius: 2.5, fill: 'faint' });
  } else if (marker === '◦') {
    pen.box({ x: x - 15.5, y: middle - 2.5, width: 5, height: 5, radius: 2.5, outline: 'faint' });
  } else if (marker === '▪') {
    pen.box({ x: x - 15, y: middle - 2.5, width: 5, height: 5, radius: 0, fill: 'faint' });
  } else {
    pen.text(marker, { x: x - 8 - pen.measure(marker, font), y: middle + size * 0.36 }, font, 'faint');
  }
}

/** The bars of the quotes around what was just set. */
function bars(pen: Pen, depth: number, column: Column, from: number): void {
  for (let at = 0; at < depth; at += 1) {
    const x = column.x + at * QUOTE_PX;
    pen.box({ x, y: from, width: 3, height: pen.y - from, radius: 0, fill: 'strong' });
  }
  pen.lastQuote = depth > 0 ? pen.y : -1;
}

function* setCode(pen: Pen, { code, language }: NativeCode, { x, width }: Column): Steps {
  const font: Font = { size: 12.5, mono: true };
  const close = pen.open({ x, width, radius: 12, fill: 'sunk', outline: 'line' });
  pen.y += 12;
  const name = languageName(language);
  if (name !== '') {
    pen.text(name, { x: x + 14, y: pen.y + 13 }, { size: 12 }, 'faint');
    pen.y += 24;
  }
  for (const [at, runs] of colouredLines(code, language).entries()) {
    if (pen.full()) break;
    if (at % LINES_AT_ONCE === 0) yield;
    const styled = runs.map(({ text, look }) => ({ text, font, paint: codePaint(look) }));
    pen.lines(yield* breakCode(styled, width - 28, pen.measure), { x: x + 14, leading: 20.5, size: font.size });
    pen.cuts.push({ y: pen.y, block: false });
  }
  pen.y += 12;
  close();
}
