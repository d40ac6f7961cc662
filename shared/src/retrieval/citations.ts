const PART = String.raw`\d{1,3}`;
const BETWEEN = String.raw`\s*(?:[,，、;；]|[-–—~～－])\s*`;
/** A longer range is one of something else. */
const RANGE_MAX = 50;

/** A fence of code at the beginning of a line, also in a list or a quote. */
const FENCE = /^((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(`{3,}|~{3,})/;
/** Where one run of words ends and another begins: a code span does not go on there. */
const NEXT_RUN = /\n(?=[ \t]*(?:[-*+>#|]|\d{1,9}[.)]|\n|$))/;

/** Finds what may be citations of an answer: `[1]`, `[1, 2]`, `[1-3]`, and the same in full-width signs; the first group is what `numbersOf` reads. */
export function citationMarks(): RegExp {
  return new RegExp(String.raw`[[［【]\s*(${PART}(?:${BETWEEN}${PART})*)\s*[\]］】]`, 'g');
}

/**
 * The numbers that what stands between the brackets of a citation names, in its order: `1, 3-5` is 1, 3, 4 and 5. Empty
 * where it is none: sources are counted from 1, and years in brackets are longer.
 */
export function numbersOf(inside: string): number[] {
  const numbers = inside.split(/[,，、;；]/).flatMap((part) => {
    const [from = 0, to = from, ...more] = part.split(/[-–—~～－]/).map(Number);
    if (more.length > 0 || to < from || to - from > RANGE_MAX) return [0];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return numbers.includes(0) ? [] : [...new Set(numbers)];
}

/**
 * The numbers that a Markdown text cites, in the order of their first mention. What stands in code, or in brackets that
 * are escaped, cites nothing. Whether there are sources of these numbers is not asked.
 */
export function citedIn(text: string): number[] {
  const runs = outsideFences(text).split(NEXT_RUN);
  const cells = runs.flatMap((run) => (/^\s*\|/.test(run) ? run.split('|') : [run]));
  const marks = cells.flatMap((cell) => [...outsideCode(cell).matchAll(citationMarks())]);
  return [...new Set(marks.flatMap(([, inside = '']) => numbersOf(inside)))];
}

function outsideFences(text: string): string {
  const lines = text.split('\n');
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, lead = '', run = ''] = FENCE.exec(line) ?? [];
    // Backticks after backticks are a code span in running text.
    if (run === '' || (run.startsWith('`') && line.slice(lead.length + run.length).includes('`'))) kept.push(line);
    else at = endOfFence(lines, at, lead, run);
  }
  return kept.join('\n');
}

/** The last line of a fence; that of one in a list or a quote is there where these end. */
function endOfFence(lines: readonly string[], start: number, lead: string, run: string): number {
  const sign = run.charAt(0);
  const isClose = (line: string): boolean => {
    const words = line.replace(/^[\s>]+/, '').trimEnd();
    return words.length >= run.length && words === sign.repeat(words.length);
  };
  // What stands in a list is indented by blanks: a quote there is one beside the list.
  const [, inList = ''] = /(?:^|>)([^>]*[-*+.)][^>]*)$/.exec(lead) ?? [];
  const isOutside = (line: string): boolean => {
    const [before = ''] = /^[\s>]*/.exec(line) ?? [];
    if (quotes(before) < quotes(lead)) return true;
    const [blanks = ''] =
      /^\s*/.exec(
        line
          .split('>')
          .slice(quotes(lead) - 1)
          .join('>'),
      ) ?? [];
    return line.trim() !== '' && (before.length < lead.length || blanks.length < inList.length);
  };
  const first = (is: (line: string) => boolean): number => {
    const found = lines.findIndex((line, at) => at > start && is(line));
    return found < 0 ? lines.length : found;
  };
  const close = first(isClose);
  // Blanks alone may be those of a list, or of nothing.
  const inside = lead.trim() !== '' || (lead !== '' && close === lines.length);
  return inside ? Math.min(close, first(isOutside) - 1) : close;
}

function quotes(lead: string): number {
  return lead.split('>').length;
}

/** The text with an `x` for each code span and each escaped character. */
function outsideCode(text: string): string {
  const special = /\\[\s\S]|`+/g;
  const unclosed = new Set<string>();
  let result = '';
  let at = 0;
  for (let found = special.exec(text); found; found = special.exec(text)) {
    const [sign] = found;
    const after = found.index + sign.length;
    const end = sign.startsWith('\\') || unclosed.has(sign) ? after : endOfCode(text, after, sign);
    if (end < 0) unclosed.add(sign);
    result += `${text.slice(at, found.index)}x`;
    at = Math.max(end, after);
    special.lastIndex = at;
  }
  return result + text.slice(at);
}

/** Where a code span ends, UTF-16 units; -1 where nothing closes it. */
function endOfCode(text: string, from: number, run: string): number {
  const runs = /`+/g;
  runs.lastIndex = from;
  for (let found = runs.exec(text); found; found = runs.exec(text)) {
    if (found[0] === run) return found.index + run.length;
  }
  return -1;
}
