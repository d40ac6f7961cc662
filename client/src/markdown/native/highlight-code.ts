import { grammars } from '@/platform/grammars';
import { escapeHtml } from '../highlight';

/** More code than this is shown in one colour: a slow phone would stand still; UTF-16 units. */
export const HIGHLIGHT_MAX_UNITS = 20_000;

/** Code as safe HTML, coloured where the language is known and the code is not too long. */
export function highlightCode(code: string, language: string): string {
  const hljs = grammars();
  if (code.length > HIGHLIGHT_MAX_UNITS || !hljs?.getLanguage(language)) return escapeHtml(code);
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
