import { fold } from '@huati/shared';

/** A text as names are compared, and for each of its units where it comes from: the units from `starts` to `ends` of the original. */
export interface Named {
  text: string;
  starts: readonly number[];
  ends: readonly number[];
}

/** A letter with its marks, or white space however long: what normalises to something on its own. */
const PIECES = /\s+|\P{M}\p{M}*|\p{M}+/gu;

/** `text` in the form of `entityIdOf`: without regard to case, width and spacing. */
export function named(text: string): Named {
  let result = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    const plain = /^\s/.test(piece) ? ' ' : fold(piece.normalize('NFKC'));
    for (let unit = 0; unit < plain.length; unit += 1) {
      // Half of what one sign stands for is no place of the original.
      starts.push(unit === 0 ? index : -1);
      ends.push(unit === plain.length - 1 ? index + piece.length : -1);
    }
    result += plain;
  }
  return { text: result, starts, ends };
}
