import { wholeUpTo } from '@huati/shared';
import { sentencesOf } from './sentences';

/** The first lines of a table in Markdown, its head and the line below. */
const TABLE_HEAD = /^\s*\|[^\n]*\|\s*\n\s*\|(?:\s*:?-+:?\s*\|)+\s*(?:\n|$)/;

/** Parts a text into such as have at most `most` UTF-16 units: a table by rows, each part with its head, others after sentences. */
export function parted(text: string, most: number): string[] {
  if (text.length <= most) return text.trim() === '' ? [] : [text];
  const [head = ''] = TABLE_HEAD.exec(text) ?? [];
  // With a head as long as that, there is no room for rows.
  if (head === '' || head.length > most / 2)
    return packed(cut(sentencesOf(text), most), most).map((part) => part.trim());
  const rows = text.slice(head.length).split(/(?<=\n)/);
  return packed(cut(rows, most - head.length), most - head.length).map((part) => (head + part).trimEnd());
}

/** Neighbours together, up to `most` units. */
function packed(pieces: readonly string[], most: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const piece of pieces) {
    if (part !== '' && part.length + piece.length > most) {
      parts.push(part);
      part = '';
    }
    part += piece;
  }
  return [...parts, part].filter((each) => each.trim() !== '');
}

function cut(pieces: readonly string[], most: number): string[] {
  return pieces.flatMap((piece) => {
    const parts: string[] = [];
    let rest = piece;
    while (rest.length > most) {
      const end = wholeUpTo(rest, most);
      parts.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    return [...parts, rest];
  });
}
