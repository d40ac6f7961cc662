import MarkdownIt from 'markdown-it';

/** As other programs read Markdown: with HTML in it. */
const reader = new MarkdownIt('commonmark');

/** How HTML that may hold anything begins, and what ends it. */
const HTML: readonly [RegExp, string][] = [
  [/^\s*<!--/, '-->'],
  [/^\s*<\?/, '?>'],
  [/^\s*<!\[CDATA\[/, ']]>'],
  [/^\s*<![A-Z]/i, '>'],
  [/^\s*<pre(?=[\s>]|$)/i, '</pre>'],
  [/^\s*<script(?=[\s>]|$)/i, '</script>'],
  [/^\s*<style(?=[\s>]|$)/i, '</style>'],
  [/^\s*<textarea(?=[\s>]|$)/i, '</textarea>'],
];

/** Markdown behind which other text can stand: code or a comment that has no end, where an answer broke off, gets one. */
export function closed(text: string): string {
  const last = reader
    .parse(text, {})
    .filter(({ level, nesting }) => level === 0 && nesting !== -1)
    .pop();
  if (last?.type === 'fence') {
    const lines = text.split(/\r\n|\r|\n/).slice(...(last.map ?? []));
    const end = (lines.length > 1 ? (lines[lines.length - 1] ?? '') : '').trim();
    const isEnd = end.length >= last.markup.length && end === last.markup.charAt(0).repeat(end.length);
    return isEnd ? text : `${text}\n${last.markup}`;
  }
  if (last?.type !== 'html_block') return text;
  const end = HTML.find(([begin]) => begin.test(last.content))?.[1];
  return end === undefined || last.content.toLowerCase().includes(end) ? text : `${text}\n${end}`;
}
