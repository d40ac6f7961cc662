import type { Kind } from '../kinds';
import { delimiterOf } from './delimiter';

/** What a text may begin with before its first tag. */
const BEFORE_TAGS = /^(?:\s|<\?xml[^>]{0,200}\?>|<!--(?:(?!-->)[\s\S]){0,2000}-->)*/;
const DOCUMENT =
  /^<(?:!doctype html|(?:html|head|body|meta|title|div|p|table|h[1-6]|ul|ol|section|article|main)[\s>])/i;

/** What source code has at the beginning of its lines, where the marks of Markdown mean something else. */
const CODE =
  /^(?:#!|#include|#define|import\s|from\s\S+\simport|def\s|class\s|function\s|const\s|let\s|var\s|public\s|package\s|using\s|export\s|set\s-|echo\s)/gm;

/** Marks that only Markdown has, and marks that mean it where there are two kinds of them. */
const SURE = [
  /^(?:```|~~~)/m,
  /^ {0,3}\|?[ \t]{0,20}:?-{3,100}:?[ \t]{0,20}\|/m,
  /\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)/,
];
const HEADING = /^#{2,6}[ \t]+\S/m;
const LIKELY = [/^#[ \t]+\S/m, /^\s{0,3}[-*+][ \t]+\S/m, /\*\*[^*\n]{1,200}\*\*/, /^>[ \t]?\S/m];

/** The kind of a text by its beginning; `whole`: it is not cut off. */
export function kindOfText(text: string, whole: boolean): Kind {
  if (DOCUMENT.test(text.replace(BEFORE_TAGS, ''))) return 'html';
  if (delimiterOf(text, whole) !== undefined) return 'csv';
  if (SURE.some((mark) => mark.test(text))) return 'markdown';
  if ((text.match(CODE)?.length ?? 0) >= 2 || text.startsWith('#!')) return 'text';
  const likely = LIKELY.filter((mark) => mark.test(text)).length;
  return HEADING.test(text) || likely > 1 ? 'markdown' : 'text';
}
