import type MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';

/** Around what is marked in a text. No text that is written has these two: they are for private use. */
const OPEN = '\uE0F0';
const CLOSE = '\uE0F1';
const MARKS = new RegExp(`(${OPEN}|${CLOSE})`);
/** The same in an address, where they are encoded. */
const ANYWHERE = new RegExp(`${OPEN}|${CLOSE}|${encodeURIComponent(OPEN)}|${encodeURIComponent(CLOSE)}`, 'g');
/** What makes a line a list item, a heading, a quote or a row; a mark in front of it would make it a paragraph. */
const LEAD = /^\s*(?:[-*+]\s+|\d{1,9}[.)]\s+|#{1,6}\s+|>\s?|\|\s*)*/;
/** What stands between the borders of a row's cells, which are no part of what is marked. */
const CELL = /(?:\\[^]|[^|\\])+/g;
/** A cell, or all of a line, that is drawn as a rule, or that opens or closes code: with a mark in it, it would be text. */
const RULE = /^(?:[-=:*_\s]*|`{3}.*|~{3}.*)$/;
const PUNCTUATION = '[!-/:-@[-`{-~]';
const ESCAPED = new RegExp(`\\\\(${PUNCTUATION})`, 'g');
const MARKUP = new RegExp(`^${PUNCTUATION}$`);

/** From one place of a text to another, UTF-16 units. */
type Range = [from: number, to: number];

/**
 * The text with all quotations in it marked, whatever blanks and ends of lines stand between their words, and whether signs are
 * escaped in either. Where quotations are over each other, all of their words are marked once.
 */
export function withQuoted(text: string, quotes: readonly string[]): string {
  let marked = '';
  let at = 0;
  for (const [from, to] of merged(quotes.flatMap((quote) => rangesOf(text, quote)))) {
    marked += text.slice(at, from) + text.slice(from, to).split('\n').map(lineMarked).join('\n');
    at = to;
  }
  return marked + text.slice(at);
}

function rangesOf(text: string, quote: string): Range[] {
  const words = quote.replace(ESCAPED, '$1').trim().split(/\s+/).filter(Boolean).map(pattern);
  if (words.length === 0) return [];
  return [...text.matchAll(new RegExp(words.join('\\s*'), 'g'))].map(({ index, 0: found }) => [
    index,
    index + found.length,
  ]);
}

/** A word as a pattern of itself, with or without a backslash before each of its signs. */
function pattern(word: string): string {
  return [...word].map((each) => (MARKUP.test(each) ? `\\\\?\\${each}` : each)).join('');
}

function merged(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    const before = result[result.length - 1];
    if (before && from <= before[1]) before[1] = Math.max(before[1], to);
    else result.push([from, to]);
  }
  return result;
}

function lineMarked(line: string): string {
  const lead = LEAD.exec(line)?.[0] ?? '';
  const rest = line.slice(lead.length);
  return RULE.test(rest) ? line : lead + rest.replace(CELL, cellMarked);
}

function cellMarked(cell: string): string {
  const words = cell.trim();
  return RULE.test(words) ? cell : cell.replace(words, () => OPEN + words + CLOSE);
}

/** Shows what stands between the marks as marked: a token `quoted` for each piece of text. Code stays as it is. */
export function quoted(md: MarkdownIt): void {
  md.core.ruler.push('quoted', (state) => {
    for (const token of state.tokens) {
      if (!MARKS.test(token.content)) continue;
      if (token.children) token.children = marked(token.children, state.Token);
      token.content = unmarked(token.content);
    }
  });
  md.renderer.rules.quoted = (tokens, index) =>
    `<mark class="md-quoted">${md.utils.escapeHtml(tokens[index]?.content ?? '')}</mark>`;
}

function marked(tokens: Token[], Make: typeof Token): Token[] {
  let open = false;
  return tokens.flatMap((token) => {
    if (token.type !== 'text') {
      open = isOpenAfter(token.content, open);
      cleaned(token);
      return [token];
    }
    return token.content.split(MARKS).flatMap((content) => {
      if (content === OPEN || content === CLOSE) {
        open = content === OPEN;
        return [];
      }
      const piece = new Make(open ? 'quoted' : 'text', '', 0);
      piece.content = content;
      piece.level = token.level;
      return content === '' ? [] : [piece];
    });
  });
}

/** Takes the marks out of what shows none: code, addresses, names of pictures. */
function cleaned(token: Token): void {
  token.content = unmarked(token.content);
  token.attrs = token.attrs?.map(([name, value]) => [name, unmarked(value)]) ?? null;
  token.children?.forEach(cleaned);
}

function isOpenAfter(content: string, before: boolean): boolean {
  const [opened, closed] = [content.lastIndexOf(OPEN), content.lastIndexOf(CLOSE)];
  return opened === closed ? before : opened > closed;
}

function unmarked(text: string): string {
  return text.replace(ANYWHERE, '');
}
