import MarkdownIt, { type Token } from 'markdown-it';
import { citations, type Sources } from './citations';
import { cjkEmphasis } from './cjk-emphasis';
import { safeLinks } from './links';
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
engine.use(cjkEmphasis).use(citations).use(safeLinks).use(quoted);

engine.core.ruler.before('inline', 'close_unfinished', (state) => {
  const env = state.env as Env;
  const last = env.growing ? lastOpenText(state.tokens) : undefined;
  if (last) last.content = closeInline(last.content, env.sources);
});

/** The last text of the last block: only that can still grow. */
function lastOpenText(tokens: Token[]): Token | undefined {
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index];
    if (token?.type === 'inline') return token;
    if (!token || token.type === 'fence' || (token.level === 0 && token.nesting !== -1)) return undefined;
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
