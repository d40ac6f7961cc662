import { highlightCode } from './highlight-code';
import { last, inPieces, type Run } from './native-blocks';

const SPAN = /<span class="([^"]*)">|<\/span>|([^<]+)/g;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };

/** Code by line, in one look. */
export function plainLines(code: string): Run[][] {
  return code.split('\n').map((line) => inPieces([{ text: line, look: '', href: '' }]));
}

/** Code by line, coloured. */
export function colouredLines(code: string, language: string): Run[][] {
  const lines: Run[][] = [[]];
  const looks: string[] = [];
  for (const [, opened, text] of highlightCode(code, language).matchAll(SPAN)) {
    if (opened !== undefined) looks.push(opened);
    else if (text === undefined) looks.pop();
    else
      unescaped(text)
        .split('\n')
        .forEach((part, index) => {
          if (index > 0) lines.push([]);
          if (part !== '') last(lines)?.push({ text: part, look: last(looks) ?? '', href: '' });
        });
  }
  return lines;
}

function unescaped(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#x27);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
