const segmenter = new Intl.Segmenter();

/** The number of characters of `text` as a reader counts them: a family emoji is one. */
export function countCharacters(text: string): number {
  return Array.from(segmenter.segment(text)).length;
}
