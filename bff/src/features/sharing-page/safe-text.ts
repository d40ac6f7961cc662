const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** `text` as HTML that says just that, in an element or in an attribute between quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** `value` as JSON that may stand in a script element: nothing in it ends the element, or begins a comment there. */
export function jsonInScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** The first `max` characters of `text` as people count them, with an ellipsis where there were more. */
export function shortened(text: string, max: number): string {
  // No character is kept that has more units than any that is written with meaning.
  const near = text.slice(0, max * UNITS_MAX);
  const parts = [...segmenter.segment(near)];
  if (parts.length <= max && near.length === text.length) return text;
  const kept = parts.slice(0, max - 1).map(({ segment }) => segment);
  return `${kept.join('').trimEnd()}…`;
}

const UNITS_MAX = 32;
const segmenter = new Intl.Segmenter('zh');
