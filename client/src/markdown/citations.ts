import type MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';

/** The sources that marks such as `[1]` may name: by their number, what a mark of it is called aloud. */
export type Sources = ReadonlyMap<number, string>;

/** What an answer cites, and what a tap on one of its marks does. */
export interface Cited {
  sources: Sources;
  open: (n: number) => void;
}

/** What the renderers make a mark of. */
export interface Mark {
  n: number;
  label: string;
}

const PART = String.raw`\d{1,3}`;
const BETWEEN = String.raw`\s*(?:[,，、;；]|[-–—~～])\s*`;
const MARK = new RegExp(String.raw`[[［【]\s*(${PART}(?:${BETWEEN}${PART})*)\s*[\]］】]`, 'g');
const BEGUN = /[[［【]\s*(?:\d[\d\s,，、;；\-–—~～]*)?$/;
/** A longer range is one of something else. */
const RANGE_MAX = 20;

/**
 * The numbers that what stands between the brackets of a mark names, in its order: `1, 3-5` is 1, 3, 4 and 5. Empty where
 * it is no mark: sources are counted from 1, and years in brackets are longer.
 */
export function numbersOf(inside: string): number[] {
  const numbers = inside.split(/[,，、;；]/).flatMap((part) => {
    const [from = 0, to = from, ...more] = part.split(/[-–—~～]/).map(Number);
    if (more.length > 0 || to < from || to - from > RANGE_MAX) return [0];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return numbers.includes(0) ? [] : [...new Set(numbers)];
}

/** The numbers of sources that a text names outside of code, in the order of their first mark. */
export function citedIn(text: string, sources: Sources): number[] {
  const prose = text.replace(/^(```|~~~)[\s\S]*?(?:^\1|$(?![\s\S]))/gm, '').replace(/`[^`\n]*`/g, '');
  const named = [...prose.matchAll(MARK)].flatMap(([, inside = '']) => numbersOf(inside));
  return [...new Set(named)].filter((n) => sources.has(n));
}

/** Where a mark begins that is just being written at the end of the text, UTF-16 units; its length where none is. */
export function begunMark(masked: string): number {
  return BEGUN.exec(masked)?.index ?? masked.length;
}

/** Whether a link's words are a mark: such a link leads to what was made up, the mark to what was read. */
export function isMark(words: string, sources: Sources | undefined): boolean {
  return sources !== undefined && numbersOf(words.trim()).some((n) => sources.has(n)) && /^[\s\d]/.test(words);
}

/** Turns marks of known sources into tokens of their own. Without sources every text stays as it is. */
export function citations(md: MarkdownIt): void {
  // Before escaped characters become plain text again: `\[1]` is no mark.
  md.core.ruler.before('text_join', 'citations', (state) => {
    const { sources } = state.env as { sources?: Sources };
    if (!sources || sources.size === 0) return;
    for (const token of state.tokens) {
      if (token.children) token.children = withMarks(unlinked(token.children, sources), sources, state.Token);
    }
  });
  md.renderer.rules.citation = (tokens, index) => {
    const escape = md.utils.escapeHtml;
    return marksOf(tokens[index])
      .map(
        ({ n, label }) =>
          `<sup class="md-cite" role="button" tabindex="0" data-source="${n}" aria-label="${escape(label)}">${n}</sup>`,
      )
      .join('');
  };
}

/** The marks that a token of the kind `citation` stands for. */
export function marksOf(token: Token | undefined): Mark[] {
  return ((token?.meta as { marks?: Mark[] } | null)?.marks ?? []).slice();
}

/** Links whose words are but a mark become that mark. */
function unlinked(tokens: Token[], sources: Sources): Token[] {
  const result: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const [open, words, close] = tokens.slice(at, at + 3);
    if (open?.type === 'link_open' && close?.type === 'link_close' && isMark(words?.content ?? '', sources) && words) {
      words.content = `[${words.content}]`;
      result.push(words);
      at += 2;
    } else if (open) {
      result.push(open);
    }
  }
  return result;
}

function withMarks(tokens: Token[], sources: Sources, Make: typeof Token): Token[] {
  let links = 0;
  return tokens.flatMap((token) => {
    if (token.type === 'link_open' || token.type === 'link_close') links += token.nesting;
    return token.type === 'text' && links === 0 ? split(token, sources, Make) : [token];
  });
}

function split(token: Token, sources: Sources, Make: typeof Token): Token[] {
  const result: Token[] = [];
  let at = 0;
  const text = (content: string): void => {
    if (content === '') return;
    const piece = new Make('text', '', 0);
    piece.content = content;
    piece.level = token.level;
    result.push(piece);
  };
  for (const found of token.content.matchAll(MARK)) {
    const named = numbersOf(found[1] ?? '');
    const known = named.filter((n) => sources.has(n));
    // A pair of numbers of which none is a source may be an interval; one alone was made up.
    if (known.length === 0 && named.length !== 1) continue;
    const before = token.content.slice(at, found.index);
    text(known.length > 0 ? before : before.replace(/ $/, ''));
    at = found.index + found[0].length;
    if (known.length === 0) continue;
    const mark = new Make('citation', '', 0);
    mark.content = found[0];
    mark.level = token.level;
    mark.meta = { marks: known.map((n): Mark => ({ n, label: sources.get(n) ?? String(n) })) };
    result.push(mark);
  }
  if (at === 0) return [token];
  text(token.content.slice(at));
  return result;
}
