import { PASSAGE_MAX, wholeUpTo, type Passage, type Place } from '@huati/shared';
import type { Piece } from './extracted';
import { unionOf } from './places';

/** So long a passage becomes, in UTF-16 units, where pieces allow. */
const TARGET = 600;

/** What neither a database nor a phone can show: control characters, and halves of surrogate pairs. */
const UNSHOWN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Ends at which a long text is parted, the best first: of lines, of sentences, of their parts, of words. */
const ENDS = [/\n/g, /(?:[。！？；…]|[.!?;](?=\s))[”’」』）)"'》】]*\s?/g, /[，、：,:]\s?/g, /\s/g];

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
 * line or a sentence. All characters stay in their order, but for white space and those that cannot be shown.
 */
export function toPassages(pieces: readonly Piece[]): Passage[] {
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
      if (packed && goesOn(packed, added)) packed = joined(packed, added);
      else {
        flush();
        packed = added;
      }
    }
  }
  flush();
  return passages;
}

/** A heading's line and nothing else. */
function isBare(text: string): boolean {
  return /^#{1,6} [^\n]+$/.test(text);
}

function goesOn(packed: Packed, added: Packed): boolean {
  if (packed.units + added.units + 2 > (packed.bare ? PASSAGE_MAX : TARGET)) return false;
  const { page, slide, sheet, headings = [] } = packed.place;
  const next = added.place;
  if (page !== next.page || slide !== next.slide || sheet !== next.sheet) return false;
  const below = next.headings ?? [];
  // A chapter's heading without a text of its own stands with its first section.
  if (below.length !== headings.length && !(packed.bare && below.length > headings.length)) return false;
  return headings.every((heading, at) => heading === below[at]);
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
