import { PASSAGE_MAX, wholeUpTo, type Passage, type Place } from '@huati/shared';
import type { Piece } from './extracted';
import { unionOf } from './places';

/** So long a passage becomes, in UTF-16 units, where pieces allow. */
const TARGET = 600;

/** The most passages of a file. Three times what its longest text makes at the target: only odd files come to it. */
export const PASSAGES_MAX = 6_000;

/** What neither a database nor a phone can show: control characters, and halves of surrogate pairs. */
const UNSHOWN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Ends at which a long text is parted, the best first: of lines, of sentences, of their parts, of words. */
const ENDS = [/\n/g, /(?:[。！？；…]|[.!?;](?=\s))[”’」』）)"'》】]*\s?/g, /[，、：,:]\s?/g, /\s/g];

/** A text divided. `cut`: it made more than `PASSAGES_MAX`, and the others are left out. */
export interface Divided {
  passages: Passage[];
  cut: boolean;
}

/** A passage that is being packed. */
interface Packed {
  texts: string[];
  units: number;
  place: Place;
  boxes: NonNullable<Piece['boxes']>;
  /** True where all of it are headings, which go on with what is below them. */
  bare: boolean;
}

/**
 * Packs pieces, which must be in reading order, into passages of about 600 UTF-16 units and never more than `PASSAGE_MAX`.
 * A passage holds neighbours of one page, slide or sheet and one path of headings; longer pieces are parted at the end of a
 * line or a sentence; headings with nothing between them stand together, under the last of them. All characters stay in their
 * order, but for white space and those that cannot be shown.
 */
export function toPassages(pieces: readonly Piece[]): Divided {
  const passages: Passage[] = [];
  let packed: Packed | undefined;
  const flush = (): void => {
    if (packed) passages.push(passageOf(packed, passages.length + 1));
    packed = undefined;
  };
  for (const piece of pieces) {
    for (const text of parted(piece.text.replace(UNSHOWN, ''))) {
      const added: Packed = {
        texts: [text],
        units: text.length,
        place: piece.place,
        boxes: piece.boxes ?? [],
        bare: isBare(text),
      };
      if (packed && goesOn(packed, added)) {
        packed = joined(packed, added);
        continue;
      }
      flush();
      if (passages.length === PASSAGES_MAX) return { passages, cut: true };
      packed = added;
    }
  }
  flush();
  return { passages, cut: false };
}

/** A heading's line and nothing else. */
function isBare(text: string): boolean {
  return /^#{1,6} [^\n]+$/.test(text);
}

function goesOn(packed: Packed, added: Packed): boolean {
  const most = packed.bare && !added.bare ? PASSAGE_MAX : TARGET;
  if (packed.units + added.units + 2 > most) return false;
  const { page, slide, sheet, headings = [] } = packed.place;
  const next = added.place;
  if (page !== next.page || slide !== next.slide || sheet !== next.sheet) return false;
  // A chapter's heading without a text of its own stands with its first section, or with what else comes next.
  if (packed.bare) return true;
  const below = next.headings ?? [];
  return below.length === headings.length && headings.every((heading, at) => heading === below[at]);
}

function joined(packed: Packed, added: Packed): Packed {
  return {
    texts: [...packed.texts, ...added.texts],
    units: packed.units + added.units + 2,
    place: unionOf(packed.place, added.place),
    boxes: [...packed.boxes, ...added.boxes],
    bare: packed.bare && added.bare,
  };
}

function passageOf({ texts, place, boxes }: Packed, n: number): Passage {
  const text = texts.reduce((before, after) => before + (isItem(before) && isItem(after) ? '\n' : '\n\n') + after);
  return { n, text, place, ...(boxes.length > 0 && { boxes }) };
}

/** True where the last line of a text, or its only one, is an item of a list. */
function isItem(text: string): boolean {
  return /^\s*(?:[-*+]|\d{1,9}[.)]) /.test(text.slice(text.lastIndexOf('\n') + 1));
}

function parted(text: string): string[] {
  const parts: string[] = [];
  let rest = text.trimEnd();
  while (rest.length > PASSAGE_MAX) {
    const end = endWithin(rest);
    const part = rest.slice(0, end).trimEnd();
    if (part.trim() !== '') parts.push(part);
    rest = rest.slice(end).replace(/^\s{0,1000}\n|^ {1,1000}(?=\S)/, '');
  }
  if (rest.trim() !== '') parts.push(rest);
  return parts;
}

/** Where to part a text that is too long: at the best kind of end that stands in the later half of the target. */
function endWithin(text: string): number {
  const window = text.slice(0, TARGET);
  for (const ends of ENDS) {
    let last = 0;
    for (const found of window.matchAll(ends)) last = found.index + found[0].length;
    if (last > TARGET / 3) return last;
  }
  return wholeUpTo(text, TARGET);
}
