import type MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { citationMarks, numbersOf } from '@huati/shared';

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

const BEGUN = /[[［【]\s*(?:\d[\d\s,，、;；\-–—~～－]*)?$/;

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
  const { content } = token;
  const result: Token[] = [];
  let at = 0;
  /** Where the last brackets end that stayed as they are. */
  let plain = 0;
  const add = (kind: string, words: string, meta: { marks: Mark[] } | null): void => {
    if (words === '') return;
    const piece = new Make(kind, '', 0);
    piece.content = words;
    piece.level = token.level;
    piece.meta = meta;
    result.push(piece);
  };
  for (const found of content.matchAll(citationMarks())) {
    const end = found.index + found[0].length;
    const named = numbersOf(found[1] ?? '');
    const known = named.filter((n) => sources.has(n));
    const indexes = /[\w)]$/.test(content.slice(0, found.index)) || (plain > 0 && plain === found.index);
    // A pair of numbers of which none is a source may be an interval, and one after a name an index; else it was made up.
    if (known.length === 0 && (named.length !== 1 || indexes)) {
      plain = end;
      continue;
    }
    const before = content.slice(at, found.index);
    const stays = known.length > 0 || /^[\p{L}\p{N}]/u.test(content.slice(end));
    add('text', stays ? before : before.replace(/ $/, ''), null);
    if (known.length > 0) {
      add('citation', found[0], { marks: known.map((n) => ({ n, label: sources.get(n) ?? String(n) })) });
    }
    at = end;
  }
  if (at === 0) return [token];
  add('text', content.slice(at), null);
  return result;
}
