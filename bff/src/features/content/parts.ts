import { wholeUpTo } from '@huati/shared';

/**
 * `text` in parts of at most `max` UTF-16 units, each beginning `overlap` before the last one's end, so that what stands
 * on a border is whole in one of them. No part splits a surrogate pair. `overlap` is less than half of `max`.
 */
export function inParts(text: string, max: number, overlap: number): string[] {
  const parts: string[] = [];
  for (let from = 0; ;) {
    const end = wholeUpTo(text, Math.min(text.length, from + max));
    parts.push(text.slice(from, end));
    if (end >= text.length) return parts;
    from = wholeUpTo(text, end - overlap);
  }
}
