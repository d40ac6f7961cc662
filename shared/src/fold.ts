/** Full-width forms of ASCII, U+FF01 to U+FF5E, lie this far above it. */
const WIDE_OFFSET = 0xfee0;

/**
 * `text` as search compares it: letters in lower case and full-width letters and digits as plain ones. Every UTF-16
 * unit stays where it is, so that a place found in the folded text is the same place in `text`.
 */
export function fold(text: string): string {
  const plain = text.replace(/[Ａ-Ｚａ-ｚ０-９]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - WIDE_OFFSET));
  const lower = plain.toLowerCase();
  if (lower.length === plain.length) return lower;
  // A few letters, such as İ, become longer: those stay as they are.
  return Array.from(plain, (letter) => {
    const low = letter.toLowerCase();
    return low.length === letter.length ? low : letter;
  }).join('');
}

/** `fold(text)`, or null where it is `text` itself and need not be kept a second time. */
export function folded(text: string): string | null {
  const change = fold(text);
  return change === text ? null : change;
}
