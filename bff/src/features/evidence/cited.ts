/** `[1]`, `[1][2]`, `[1, 2]`, `[1-3]` and the same in full-width brackets. */
const MARK = /[[【［]\s*(\d{1,4}(?:\s*[-–—~,，、]\s*\d{1,4})*)\s*[\]】］]/g;
/** What looks like a mark in code is code. */
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
/** A longer range is no citation. */
const RANGE_MAX = 50;

/** The numbers of the sources that an answer's text cites. */
export function citedIn(text: string): Set<number> {
  const cited = new Set<number>();
  for (const [, list = ''] of text.replace(CODE, '').matchAll(MARK)) {
    for (const part of list.split(/[,，、]/)) {
      const [from = 0, to = from] = part.split(/[-–—~]/).map(Number);
      for (let n = from; n <= Math.min(to, from + RANGE_MAX); n += 1) cited.add(n);
    }
  }
  return cited;
}
