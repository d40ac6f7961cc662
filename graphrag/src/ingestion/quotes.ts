/** A text without its white space, and where each of its units stands in the whole. */
function squeezed(text: string): { text: string; at: number[] } {
  const at: number[] = [];
  let result = '';
  for (let unit = 0; unit < text.length; unit += 1) {
    const sign = text.charAt(unit);
    if (/\s/.test(sign)) continue;
    result += sign;
    at.push(unit);
  }
  return { text: result, at };
}

/** The words of `text` that say `quote`, however they are spaced; undefined where it does not say so. */
export function literalIn(text: string, quote: string): string | undefined {
  const wanted = quote.replace(/\s+/g, '');
  if (wanted === '') return undefined;
  const whole = squeezed(text);
  const start = whole.text.indexOf(wanted);
  const from = whole.at[start];
  const to = whole.at[start + wanted.length - 1];
  return start < 0 || from === undefined || to === undefined ? undefined : text.slice(from, to + 1);
}
