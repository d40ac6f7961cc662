/** True where `text` has a UTF-16 surrogate without its other half, which UTF-8 and so the wire cannot carry. */
export function hasLoneSurrogate(text: string): boolean {
  return /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<high>^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

/**
 * The largest end at or below `end` that does not split a surrogate pair of `text`.
 * In and out: offsets in UTF-16 units.
 */
export function wholeUpTo(text: string, end: number): number {
  if (end <= 0 || end > text.length) return Math.max(0, Math.min(end, text.length));
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/** `text` cut to at most `max` UTF-16 units, never inside a surrogate pair. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, wholeUpTo(text, max));
}

/** What `text` says as JSON; undefined where it is none. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
