import type MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';

/** Around what is marked in a text. No text that is written has these two: they are for private use. */
const OPEN = '\uE0F0';
const CLOSE = '\uE0F1';
const MARKS = new RegExp(`(${OPEN}|${CLOSE})`);
/** What makes a line a list item, a heading, a quote or a row; a mark in front of it would make it a paragraph. */
const LEAD = /^\s*(?:[-*+]\s+|\d{1,9}[.)]\s+|#{1,6}\s+|>\s?|\|\s*)*/;

/** The text with all quotations in it marked, whatever blanks and ends of lines stand between their words. */
export function withQuoted(text: string, quotes: readonly string[]): string {
  return quotes.reduce((marked, quote) => {
    const words = quote.trim().split(/\s+/).filter(Boolean).map(escaped);
    if (words.length === 0) return marked;
    return marked.replace(new RegExp(words.join('\\s*'), 'g'), (found) => found.split('\n').map(lineMarked).join('\n'));
  }, text);
}

function lineMarked(line: string): string {
  const lead = LEAD.exec(line)?.[0] ?? '';
  const rest = line.slice(lead.length);
  return rest === '' ? line : `${lead}${OPEN}${rest}${CLOSE}`;
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Shows what stands between the marks as marked: a token `quoted` for each piece of text. */
export function quoted(md: MarkdownIt): void {
  md.core.ruler.push('quoted', (state) => {
    for (const token of state.tokens) {
      if (token.children && MARKS.test(token.content)) token.children = marked(token.children, state.Token);
    }
  });
  md.renderer.rules.quoted = (tokens, index) =>
    `<mark class="md-quoted">${md.utils.escapeHtml(tokens[index]?.content ?? '')}</mark>`;
}

function marked(tokens: Token[], Make: typeof Token): Token[] {
  let open = false;
  return tokens.flatMap((token) => {
    if (token.type !== 'text') {
      if (token.content !== '') token.content = token.content.split(MARKS).filter(isText).join('');
      return [token];
    }
    return token.content.split(MARKS).flatMap((content) => {
      if (!isText(content)) {
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

function isText(piece: string): boolean {
  return piece !== OPEN && piece !== CLOSE;
}
