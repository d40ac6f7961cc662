import { EMOJI } from './graphemes';
import type { Font, Measure, Paint, Steps } from './types';

/** Text in one look. `as` is what is drawn beside the letters: a chip of code, a line under a link or through what is struck. */
export interface Styled {
  text: string;
  font: Font;
  paint: Paint;
  as?: 'code' | 'link' | 'strike' | 'cite' | 'dots';
}

/** The smallest piece that a line is made of: a Han character, an emoji, a word, blanks, or the end of a line. */
export interface Atom {
  text: string;
  style: Styled;
  width: number;
  /** Room before it that is there only where something stands before it on its line. */
  gap: number;
  /** Of its width, what is room behind its last letter. */
  pad: number;
  kind: 'word' | 'han' | 'emoji' | 'blank' | 'break';
}

/** Room beside a chip of code, px. */
export const CODE_PAD = 5;

const HAN = String.raw`\u1100-\u11ff\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}`;
/** Signs that Chinese writes as wide as a character. */
const WIDE = String.raw`“”‘…—·`;
const LETTERS = String.raw`(?:(?!${EMOJI})[^\s${HAN}${WIDE}’])+`;
const ATOMS = new RegExp(String.raw`\n|[^\S\n]+|${EMOJI}|[${HAN}${WIDE}’]|${LETTERS}(?:’${LETTERS})*`, 'gu');
const IS_EMOJI = new RegExp(`^${EMOJI}$`, 'u');
const IS_HAN = new RegExp(`^[${HAN}${WIDE}’]$`, 'u');
const IS_LETTER_OF_HAN =
  /[\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3038-\u9fff\uf900-\ufaff]|[\ud840-\udbff][\udc00-\udfff]/;
const LATIN_END = /[\p{Script=Latin}\p{Nd}]$/u;
const LATIN_START = /^[\p{Script=Latin}\p{Nd}]/u;

/** What no line begins with: closing signs, and marks of sources. */
const NEVER_FIRST = /^[，。、；：？！）】》〉」』〕｝’”…—～·‧％‰℃,.!?;:)\]}%»›ー々]/u;
/** What no line ends with: opening signs. */
const NEVER_LAST = /[（【《〈「『〔｛“‘([{＄￥$¥£#@«‹]$/u;

/** A mark of a source: a number on a chip. */
const citeWidth = (text: string, font: Font, measure: Measure): number =>
  Math.max(font.size * 1.6, measure(text, font) + font.size * 0.8) + 4;

/** So many atoms are made before somebody else may have a turn. */
const AT_ONCE = 250;

/** Takes text apart. Widths of Han characters are asked once a font: all are the same. */
export function* atomsOf(runs: readonly Styled[], measure: Measure): Steps<Atom[]> {
  const atoms: Atom[] = [];
  for (const style of runs) {
    const first = atoms.length;
    if (style.as === 'cite') {
      const width = citeWidth(style.text, style.font, measure);
      atoms.push({ text: style.text, style, width, gap: 0, pad: 0, kind: 'word' });
      continue;
    }
    for (const [text] of style.text.matchAll(ATOMS)) {
      const atom = atomOf(text, style, measure);
      spaceScripts(atoms[atoms.length - 1], atom);
      atoms.push(atom);
      if (atoms.length % AT_ONCE === 0) yield;
    }
    if (style.as === 'code') padCode(atoms, first);
  }
  return atoms;
}

function atomOf(text: string, style: Styled, measure: Measure): Atom {
  if (text === '\n') return { text, style, width: 0, gap: 0, pad: 0, kind: 'break' };
  const blank = /^\s+$/.test(text) && text !== '\u3000';
  const kind = blank ? 'blank' : IS_HAN.test(text) ? 'han' : IS_EMOJI.test(text) ? 'emoji' : 'word';
  const shown = text.replace(/\t/g, '    ');
  const width = IS_LETTER_OF_HAN.test(text) && kind === 'han' ? measure('国', style.font) : measure(shown, style.font);
  return { text: shown, style, width, gap: 0, pad: 0, kind };
}

/** A chip of code has room at its ends. */
function padCode(atoms: Atom[], first: number): void {
  const begin = atoms[first];
  const end = atoms[atoms.length - 1];
  if (!begin || !end || atoms.length <= first) return;
  begin.gap += CODE_PAD + 2;
  end.width += CODE_PAD + 2;
  end.pad = CODE_PAD + 2;
}

/** Between Han characters and letters or figures stands an eighth of a character, as a browser sets it. */
function spaceScripts(before: Atom | undefined, atom: Atom): void {
  if (!before || marked(before) || marked(atom)) return;
  const meets =
    (isLetterOfHan(before) && LATIN_START.test(atom.text)) || (LATIN_END.test(before.text) && isLetterOfHan(atom));
  if (meets) atom.gap += atom.style.font.size / 8;
}

const marked = ({ style }: Atom): boolean => style.as === 'code' || style.as === 'cite';
const isWide = ({ kind }: Atom): boolean => kind === 'han' || kind === 'emoji';
const isLetterOfHan = ({ kind, text }: Atom): boolean => kind === 'han' && IS_LETTER_OF_HAN.test(text);

/** Whether a line may end between the two. */
export function breaksBetween(before: Atom, after: Atom): boolean {
  if (after.kind === 'break' || before.kind === 'break') return true;
  if (before.kind === 'blank') return after.kind !== 'blank';
  if (after.kind === 'blank') return false;
  if (after.style.as === 'cite' || NEVER_FIRST.test(after.text)) return false;
  if (NEVER_LAST.test(before.text)) return false;
  return isWide(before) || isWide(after) || before.style.as === 'cite';
}
