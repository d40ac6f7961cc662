import { grammars } from '@/platform/grammars';

/** More code than this is shown in one colour: a slow phone would stand still; UTF-16 units. */
export const HIGHLIGHT_MAX_UNITS = 20_000;

// By the name a fence is most often given; whatever is not here is shown as it was written.
const NAMES = new Map([
  ['bash', 'Bash'],
  ['c', 'C'],
  ['cpp', 'C++'],
  ['c++', 'C++'],
  ['css', 'CSS'],
  ['go', 'Go'],
  ['html', 'HTML'],
  ['java', 'Java'],
  ['javascript', 'JavaScript'],
  ['js', 'JavaScript'],
  ['json', 'JSON'],
  ['jsx', 'JSX'],
  ['markdown', 'Markdown'],
  ['md', 'Markdown'],
  ['plaintext', ''],
  ['py', 'Python'],
  ['python', 'Python'],
  ['sh', 'Shell'],
  ['shell', 'Shell'],
  ['sql', 'SQL'],
  ['text', ''],
  ['ts', 'TypeScript'],
  ['tsx', 'TSX'],
  ['txt', ''],
  ['typescript', 'TypeScript'],
  ['vue', 'Vue'],
  ['xml', 'XML'],
  ['yaml', 'YAML'],
  ['yml', 'YAML'],
]);

/** What a reader calls the language of a fence: `ts` is TypeScript; an unknown one stays as it was written. */
export function languageName(language: string): string {
  return NAMES.get(language) ?? language;
}

/** Code as safe HTML, coloured where the language is known and the code is not too long. */
export function highlightCode(code: string, language: string): string {
  const hljs = grammars();
  if (code.length > HIGHLIGHT_MAX_UNITS || !hljs?.getLanguage(language)) return escapeHtml(code);
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}

/** Text as HTML that shows exactly this text. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** A piece of code, of which the beginning has been coloured. */
export interface Coloured {
  html: string;
  /** How much of the code `html` is, UTF-16 units; the rest is shown as it is. */
  units: number;
}

/**
 * Colours code that grows. Colouring starts at the beginning each time, so long code is coloured again only when it has
 * grown by a good part; what came since stands in one colour until then.
 */
export function createHighlighter(): (code: string, language: string, open: boolean) => Coloured {
  let last: Coloured & { code: string; language: string } = { html: '', units: 0, code: '', language: '' };
  return (code, language, open) => {
    const grown = code.length - last.units;
    const same = language === last.language && code.startsWith(last.code);
    if (!open || !same || grown > Math.max(0, last.units - 1000) * 0.2) {
      last = { html: highlightCode(code, language), units: code.length, code, language };
    }
    return last;
  };
}
