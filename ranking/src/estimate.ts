/**
 * More tokens than any usual vocabulary makes of `text`, without knowing which it is. By the pieces that vocabularies
 * split a text into: three letters of a word are at least one token, whatever else is ASCII is one each, a space before a
 * word belongs to it; a Han character, kana or syllable is at most one, letters of other scripts are one, rare
 * characters and emoji one for each of their UTF-8 bytes.
 * Held against Qwen's vocabulary: twice as many for English, half as many again for Chinese.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += tokensOf(piece);
  return tokens;
}

const PIECES = / ?[A-Z]?[a-z]+| +|[\u0000-\u007f]|[\u0080-\u08ff]|[\u0900-\u1fff]|[\u{10000}-\u{10ffff}]|[\s\S]/gu;

const LETTERS_PER_TOKEN = 3;
const SPACES_PER_TOKEN = 4;
const EXTENSION_A = /[\u3400-\u4dbf\ue000-\uf8ff]/;

function tokensOf(piece: string): number {
  const code = piece.codePointAt(0) ?? 0;
  if (code > 0xffff) return 4;
  if (code >= 0x0900) return code < 0x2000 ? 2 : EXTENSION_A.test(piece) ? 3 : 1;
  if (code >= 0x80) return 1;
  const letters = piece.trimStart().length;
  if (letters === 0) return piece === '\n' || piece === '\r' ? 1 : Math.ceil(piece.length / SPACES_PER_TOKEN);
  // Capitals in the middle of letters are what encoded bytes look like, which split finely.
  return Math.ceil(letters / LETTERS_PER_TOKEN) + (/[A-Z]/.test(piece) ? 1 : 0);
}

/** The most tokens a text can be: no vocabulary that is used here has tokens below a byte of UTF-8. */
export function mostTokens(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** The beginning of `text` that has at most `tokens` by the estimate. It looks no further than that. */
export function clipToEstimate(text: string, tokens: number): string {
  let sum = 0;
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    sum += tokensOf(piece);
    if (sum > tokens) return text.slice(0, index);
  }
  return text;
}

/** No text has more UTF-16 units than this for a token of the estimate. */
export const UNITS_PER_ESTIMATED = 4;
