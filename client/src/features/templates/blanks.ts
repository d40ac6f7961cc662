import type { Span } from '@/platform/text-field';

const BLANK = /\{[^{}\n]{1,20}\}/g;

/** All places of `text` that are to be replaced by hand, in order: `{name}`. */
function blanksOf(text: string): Span[] {
  return Array.from(text.matchAll(BLANK), ({ index, 0: whole }) => ({ start: index, end: index + whole.length }));
}

/** The first blank at or after `from`, else the first of all; null where there is none. */
export function nextBlank(text: string, from: number): Span | null {
  const blanks = blanksOf(text);
  return blanks.find(({ start }) => start >= from) ?? blanks[0] ?? null;
}

/** The last blank that ends at or before `until`, else the last of all; null where there is none. */
export function previousBlank(text: string, until: number): Span | null {
  const blanks = blanksOf(text).reverse();
  return blanks.find(({ end }) => end <= until) ?? blanks[0] ?? null;
}

/** A template with what was written already: in its last blank, which the examples put last for that, else below it. */
export function withWritten(template: string, written: string): string {
  if (written.trim() === '') return template;
  const blanks = blanksOf(template);
  const last = blanks[blanks.length - 1];
  if (!last) return `${template}\n\n${written}`;
  return template.slice(0, last.start) + written + template.slice(last.end);
}
