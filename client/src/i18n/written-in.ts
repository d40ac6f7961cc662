/** So much of a text tells its language; UTF-16 units. */
const HEAD_UNITS = 400;
const FENCE = /```[\s\S]*?(?:```|$)|`[^`\n]*`|https?:\S+/g;
const ENGLISH = /\b(?:the|and|of|to|in|is|are|that|for|with|you|it|this|can|a)\b/gi;

/**
 * The language that a text is written in, as an element's `lang` has it, by its first letters; undefined where they do not tell.
 * Screen readers speak by it, and browsers choose fonts, quotation marks and hyphens.
 */
export function writtenIn(text: string): 'zh-CN' | 'en' | 'ja' | 'ko' | undefined {
  const head = text.slice(0, HEAD_UNITS).replace(FENCE, ' ');
  const count = (letters: RegExp): number => head.match(letters)?.length ?? 0;
  const han = count(/[\u3400-\u9fff]/g);
  const kana = count(/[\u3041-\u30ff]/g);
  const hangul = count(/[\uac00-\ud7af]/g);
  const latin = count(/[a-z]/gi);
  if (kana > 2 && kana * 8 > han) return 'ja';
  if (hangul > 2 && hangul > han) return 'ko';
  // A Han character says as much as some four letters.
  if (han > 3 && han * 4 >= latin) return 'zh-CN';
  return han < 4 && count(ENGLISH) >= 3 ? 'en' : undefined;
}
