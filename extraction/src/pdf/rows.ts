import { around, type Rect, type Run } from './runs';

/** Text that stands together in a row: a whole line, or what a column has of it. */
export interface Segment extends Rect {
  text: string;
  size: number;
}

export interface Row extends Rect {
  segments: Segment[];
}

/** From this much space on, in heights of the font, what follows is another column's. */
const SPLIT = 1.5;
const SPACE = 0.2;
const HAN_SPACE = 0.8;

const han = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u;
const hanApart = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;
const hanTogether = /\p{Script=Han}(?=\p{Script=Han})/gu;

/** Sorts pieces of text into rows from the top, and each row into segments from the left. */
export function toRows(runs: readonly Run[]): Row[] {
  const sorted = [...runs].sort((a, b) => a.top + a.bottom - b.top - b.bottom);
  const groups: { members: Run[]; top: number; bottom: number }[] = [];
  for (const run of sorted) {
    const last = groups.at(-1);
    const middle = (run.top + run.bottom) / 2;
    // The middle of the row decides, not its edges: those grow with each raised or lowered sign.
    if (last && middle > last.top && middle < last.bottom && overlap(last, run) > 0.5) last.members.push(run);
    else groups.push({ members: [run], top: run.top, bottom: run.bottom });
  }
  return groups.map(({ members }) => rowOf(toSegments(members)));
}

/** A row of these segments. */
export function rowOf(segments: Segment[]): Row {
  return { ...around(segments), segments };
}

function overlap(a: { top: number; bottom: number }, b: Run): number {
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return shared / Math.max(0.01, Math.min(a.bottom - a.top, b.bottom - b.top));
}

function toSegments(runs: Run[]): Segment[] {
  const segments: Segment[] = [];
  let before: Run | undefined;
  for (const run of runs.sort((a, b) => a.left - b.left)) {
    // Some programs print twice, a hair apart, what is to look bold.
    if (before?.text === run.text && Math.abs(run.left - before.left) < run.size * 0.3) continue;
    const last = segments.at(-1);
    const size = before ? Math.max(before.size, run.size) : run.size;
    const gap = last ? run.left - last.right : 0;
    if (!last || gap > size * SPLIT) {
      segments.push({ ...run });
    } else {
      last.text = joined(last.text, run.text, gap / size);
      last.right = Math.max(last.right, run.right);
      last.top = Math.min(last.top, run.top);
      last.bottom = Math.max(last.bottom, run.bottom);
      if (run.text.length > last.text.length / 2) last.size = run.size;
    }
    before = run;
  }
  for (const segment of segments) segment.text = tidy(segment.text);
  return segments.filter(({ text }) => text !== '');
}

function joined(before: string, after: string, gap: number): string {
  if (/\s$/.test(before) || /^\s/.test(after)) return before + after;
  const bothHan = han.test(before.slice(-1)) && han.test(after.slice(0, 1));
  return gap > (bothHan ? HAN_SPACE : SPACE) ? `${before} ${after}` : before + after;
}

/** One space at most, and none in Chinese that is only set wide. */
function tidy(text: string): string {
  const once = text.replace(/\s+/g, ' ').trim();
  const apart = once.match(hanApart)?.length ?? 0;
  const together = once.match(hanTogether)?.length ?? 0;
  return apart >= 2 && apart >= together ? once.replace(hanApart, '') : once;
}

/** Joins the lines of a paragraph: no space between Han characters, and no hyphen where a word was cut. */
export function joinLines(lines: readonly string[]): string {
  return lines.reduce((all, line) => {
    if (all === '') return line;
    if (/\p{Ll}[-\u00AD\u2010]$/u.test(all) && /^\p{Ll}/u.test(line)) return all.slice(0, -1) + line;
    const tight = han.test(all.slice(-1)) || han.test(line.slice(0, 1));
    return tight ? all + line : `${all} ${line}`;
  }, '');
}
