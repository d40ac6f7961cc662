/**
 * The server's own, deterministic approximation of a tokenizer: a Han character, kana, Hangul syllable, emoji or
 * full-width mark is one token, up to four characters of anything else are one. Used everywhere alike: usage, limits,
 * `/tokenize` and the pace of a stream.
 */
const FIRST_WIDE = 0x2e80;
const NARROW_CHARACTERS_PER_TOKEN = 4;
const VOCABULARY = 151_643;

function isWide(codePoint: number): boolean {
  return codePoint >= FIRST_WIDE;
}

/** Splits `text` into its tokens; joined they are `text` again, and none splits a surrogate pair. */
export function splitTokens(text: string): string[] {
  const tokens: string[] = [];
  let narrowStart = 0;
  let at = 0;
  while (at < text.length) {
    const codePoint = text.codePointAt(at) ?? 0;
    const units = codePoint > 0xffff ? 2 : 1;
    if (isWide(codePoint)) {
      if (narrowStart < at) tokens.push(text.slice(narrowStart, at));
      tokens.push(text.slice(at, at + units));
      narrowStart = at + units;
    } else if (at + 1 - narrowStart === NARROW_CHARACTERS_PER_TOKEN) {
      tokens.push(text.slice(narrowStart, at + 1));
      narrowStart = at + 1;
    }
    at += units;
  }
  if (narrowStart < text.length) tokens.push(text.slice(narrowStart));
  return tokens;
}

/** The number of tokens of `text`. */
export function countTokens(text: string): number {
  return splitTokens(text).length;
}

/** A stable number for a token, as a real vocabulary has one. */
export function tokenId(token: string): number {
  return hash(token) % VOCABULARY;
}

/** FNV-1a over the UTF-16 units of `text`; out: an unsigned 32-bit integer. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
