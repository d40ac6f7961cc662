import MarkdownIt, { type Token } from 'markdown-it';
import { citations, type Sources } from './citations';
import { cjkEmphasis } from './cjk-emphasis';
import { safeLinks } from './links';
import { pictures } from './pictures';
import { math } from './math/rules';
import { quoted } from './quoted';
import { closeInline } from './unfinished';

/** What a parse is told: `growing` closes what the last run of text has opened; `sources` are what marks may name. */
export interface Env {
  growing?: boolean;
  sources?: Sources | undefined;
}

/**
 * The one Markdown parser. Raw HTML is text. Link reference definitions are off: one at the end of a text would change
 * its beginning, and a growing text could not be parsed piece by piece. A line break is one: models wrap no lines, so where
 * they end one, as in a poem or an address, they mean it; and joined by a space, Chinese lines get a hole.
 */
export const engine = new MarkdownIt({ html: false, linkify: true, breaks: true });

engine.disable('reference');
engine.use(cjkEmphasis).use(math).use(citations).use(safeLinks).use(pictures).use(quoted);

// markdown-it takes a fence without an end as code until the end of the text, and does not tell.
engine.core.ruler.after('block', 'open_fences', (state) => {
  const fences = state.tokens.filter((token) => token.type === 'fence');
  if (fences.length === 0) return;
  const lines = state.src.split('\n');
  for (const fence of fences) fence.meta = { open: isWithoutEnd(fence, lines) };
});

function isWithoutEnd(fence: Token, lines: string[]): boolean {
  const [from, to] = fence.map ?? [0, 0];
  const last = (lines[to - 1] ?? '').replace(/^[\s>]*/, '').trimEnd();
  const { markup } = fence;
  const closes = to - 1 > from && last.length >= markup.length && [...last].every((mark) => mark === markup[0]);
  return !closes;
}

engine.core.ruler.before('inline', 'close_unfinished', (state) => {
  const env = state.env as Env;
  const last = env.growing ? lastOpenText(state.tokens) : undefined;
  if (last) last.content = closeInline(last.content, env.sources);
});

/** The last text of the last block: only that can still grow. Cells that a row does not have yet are behind it. */
function lastOpenText(tokens: Token[]): Token | undefined {
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index];
    const isCell = token?.type === 'td_open' || token?.type === 'th_open';
    const isMissing = token?.content === '' && tokens[index - 1]?.type === 'td_open';
    if (token?.type === 'inline' && !isMissing) return token;
    if (!token || (token.nesting !== -1 && !isCell && !isMissing)) return undefined;
  }
  return undefined;
}

// Classes, not styles: the page's security policy forbids style attributes.
engine.core.ruler.push('align_by_class', (state) => {
  for (const token of state.tokens) {
    if (token.type !== 'th_open' && token.type !== 'td_open') continue;
    const side = /text-align:(\w+)/.exec(token.attrGet('style') ?? '')?.[1];
    token.attrs = side === 'right' || side === 'center' ? [['class', `md-${side}`]] : null;
  }
});
