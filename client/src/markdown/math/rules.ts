import type MarkdownIt from 'markdown-it';
import type { StateBlock, StateInline, Token } from 'markdown-it';
import { escapeHtml } from '../highlight';
import { closeOf, CLOSES, formulaAt, isDisplay, UNFINISHED, type Delimiter } from './scan';

/** A formula as it was written. */
export interface Written {
  tex: string;
  /** With what opens it and what closes it. */
  source: string;
  /** It has no end yet, and is shown as it was written. */
  open: boolean;
  /** It stands in a line of its own. */
  display: boolean;
}

/** A formula longer than this is none, lines: what was opened by mistake is not looked behind for ever. */
const MOST_LINES = 100;

/**
 * Formulas of TeX: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` also over lines of their own. They become the tokens
 * `math_inline` and, where nothing else is in their lines, `math_block`. A blank line ends what was opened by mistake.
 */
export function math(md: MarkdownIt): void {
  md.inline.ruler.before('escape', 'math_inline', mathInline);
  md.block.ruler.before('fence', 'math_block', mathBlock, { alt: ['paragraph', 'blockquote', 'list'] });
  md.renderer.rules.math_inline = (tokens, index) => htmlOf(tokens[index], 'span');
  md.renderer.rules.math_block = (tokens, index) => htmlOf(tokens[index], 'div');
}

/** The formula that a token `math_inline` or `math_block` is. */
export function writtenOf({ content: tex, markup, meta }: Token): Written {
  const open = (meta as { open: boolean }).open;
  const between = tex.includes('\n') ? '\n' : '';
  const close = open ? '' : between + CLOSES[markup as Delimiter];
  return { tex, source: markup + between + tex + close, open, display: isDisplay(markup) };
}

const htmlOf = (token: Token | undefined, tag: string): string => (token ? mathHtml(writtenOf(token), tag) : '');

/** A formula as HTML that shows its source, in an element of the name `tag`, until the page sets it. */
export function mathHtml({ tex, source, open, display }: Written, tag: string): string {
  const looks = `md-math${display ? ' is-display' : ''}${open ? ' is-open' : ''}`;
  // Without its TeX it is left as it is by what sets formulas.
  const data = open ? '' : ` data-tex="${escapeHtml(tex)}"`;
  return `<${tag} class="${looks}"${data}>${escapeHtml(source)}</${tag}>`;
}

function mathInline(state: StateInline, silent: boolean): boolean {
  const found = formulaAt(state.src.slice(0, state.posMax), state.pos);
  if (!found) return false;
  if (!silent) {
    const token = state.push('math_inline', '', 0);
    token.content = found.tex;
    token.markup = found.delimiter;
    token.meta = { open: state.src.slice(state.pos, found.end).includes(UNFINISHED) };
  }
  state.pos = found.end;
  return true;
}

/** The lines of a block's formula. */
interface Lines {
  text: string;
  /** The line behind it. */
  next: number;
  open: boolean;
}

function mathBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const first = lineOf(state, startLine);
  const delimiter = (['$$', '\\['] as const).find((each) => first.startsWith(each));
  if (delimiter === undefined) return false;
  const found = linesFrom(state, startLine, endLine, delimiter);
  if (!found) return false;
  if (silent) return true;
  const token = state.push('math_block', '', 0);
  token.block = true;
  token.content = found.text.trim();
  token.markup = delimiter;
  token.map = [startLine, found.next];
  token.meta = { open: found.open };
  state.line = found.next;
  return true;
}

/**
 * The lines from the one that opens a formula to the one that closes it. While the text grows its last formula may do without an
 * end; a line that goes on behind the end is a paragraph's.
 */
function linesFrom(state: StateBlock, start: number, endLine: number, delimiter: Delimiter): Lines | undefined {
  let text = '';
  let line = start;
  for (; line < Math.min(endLine, start + MOST_LINES); line += 1) {
    if (line > start && (state.isEmpty(line) || (state.sCount[line] ?? 0) < state.blkIndent)) return undefined;
    const found = lineOf(state, line).slice(line === start ? delimiter.length : 0);
    const at = closeOf(found, 0, delimiter);
    if (at >= 0) {
      const inside = text + found.slice(0, at);
      if (found.slice(at + delimiter.length).trim() !== '' || inside.trim() === '') return undefined;
      return { text: inside, next: line + 1, open: false };
    }
    if (found.includes('`') || found.startsWith('\\[')) return undefined;
    text += `${found}\n`;
  }
  const { growing } = state.env as { growing?: boolean };
  return growing && line === state.lineMax && isEndOfText(state, line) ? { text, next: line, open: true } : undefined;
}

/** Whether no line of the whole text is behind `line`, also none that an outer list or quote would have. */
function isEndOfText(state: StateBlock, line: number): boolean {
  return line >= state.bMarks.length - 1;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}
