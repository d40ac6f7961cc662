import { clip } from '@huati/shared';

const INLINE_UNITS = 60;
const BLOCK_UNITS = 400;

/** `text` on one line, shortened, with Markdown's marks taken as they stand. */
export function quoteInline(text: string, units = INLINE_UNITS): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return escapeMarkdown(shorten(line, units));
}

/** `text` as a block quotation, shortened, with Markdown's marks taken as they stand. */
export function quoteBlock(text: string): string {
  const lines = shorten(text.trim(), BLOCK_UNITS).split(/\r?\n/);
  return lines.map((line) => `> ${escapeMarkdown(line)}`.trimEnd()).join('\n');
}

function shorten(text: string, units: number): string {
  return text.length <= units ? text : `${clip(text, units)}…`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~$]/g, '\\$&');
}
