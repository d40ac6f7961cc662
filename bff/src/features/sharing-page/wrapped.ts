const words = new Intl.Segmenter('zh', { granularity: 'word' });
const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** What does not begin a line. */
const CLOSING = /^[\p{Pe}\p{Pf}、。，．：；！？…,.:;!?%]/u;

/**
 * `text` in at most `max` lines that are not wider than `width`, as `widthOf` measures; the last one ends with an ellipsis where
 * there is more.
 */
export function wrapped(text: string, width: number, max: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text, width, widthOf)) {
    if (line !== '' && !CLOSING.test(piece) && widthOf(`${line}${piece}`.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
      if (lines.length === max) return [...lines.slice(0, -1), withEllipsis(lines.at(-1) ?? '', width, widthOf)];
    }
    line = line === '' ? piece.trimStart() : `${line}${piece}`;
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}

/** Its words, and the characters of those that are wider than a line. */
function piecesOf(text: string, width: number, widthOf: (text: string) => number): string[] {
  return [...words.segment(text)].flatMap(({ segment }) =>
    widthOf(segment) > width ? [...characters.segment(segment)].map(({ segment: each }) => each) : [segment],
  );
}

function withEllipsis(line: string, width: number, widthOf: (text: string) => number): string {
  const kept = [...characters.segment(line)].map(({ segment }) => segment);
  while (kept.length > 0 && widthOf(`${kept.join('')}…`) > width) kept.pop();
  return `${kept.join('')}…`;
}
