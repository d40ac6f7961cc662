import type { Place } from '@huati/shared';

export type Language = 'zh' | 'en';

/** The longest path of headings that is told, in UTF-16 units. */
const HEADINGS_MAX = 160;

/** The language of a question, as far as its letters tell. */
export function languageOf(question: string): Language {
  return /\p{Script=Han}/u.test(question) || !/\p{Script=Latin}/u.test(question) ? 'zh' : 'en';
}

/** Where a passage stands, such as `第3页 · 第二章 > 付款`; empty where there is nothing to tell. */
export function placeInWords({ page, slide, sheet, cells, headings, lines }: Place, language: Language): string {
  const zh = language === 'zh';
  const parts = [
    page !== undefined && (zh ? `第${page}页` : `page ${page}`),
    slide !== undefined && (zh ? `幻灯片${slide}` : `slide ${slide}`),
    sheet !== undefined && (zh ? `表「${sheet}」` : `sheet “${sheet}”`),
    cells !== undefined && cells,
    lines !== undefined && linesInWords(lines, zh),
    headings !== undefined && headings.length > 0 && headings.join(' > ').slice(-HEADINGS_MAX).toWellFormed(),
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');
}

function linesInWords([from, to]: readonly [number, number], zh: boolean): string {
  if (from === to) return zh ? `第${from}行` : `line ${from}`;
  return zh ? `第${from}–${to}行` : `lines ${from}–${to}`;
}
