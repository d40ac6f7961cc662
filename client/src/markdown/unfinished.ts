import { begunMark, isMark, type Sources } from './citations';

/** A last line that may still become a list, a heading, a rule, a quote or a fence, and would then change its shape. */
const UNDECIDED = /^\s*(?:[-=*+_]{1,3}|\d{1,9}[.)]?|#{1,6}|>|`{1,2}|~{1,2}|(?:`{3,}|~{3,})[^`]*)[ \t]*$/;
/** What may be the beginning of a link's address. */
const ADDRESS = /^[\w:/.?#%&=@~+-]*$/;
const BEGUN_RULE = /^[ \t|:-]*$/;
const TABLE_RULE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/**
 * What of a growing text can be shown already without changing its shape when the next words come.
 *
 * @returns the text, without an end that is not decided yet
 */
export function decidedPart(text: string): string {
  const start = text.lastIndexOf('\n') + 1;
  const line = text.slice(start);
  if (UNDECIDED.test(line)) return text.slice(0, start);
  return line.trim() === '' || isRow(line) ? withoutTableHead(text, start) : text;
}

function isRow(line: string): boolean {
  return line.trimStart().startsWith('|');
}

/** Takes off the head of a table whose second line is not complete: until then it is a paragraph full of bars. */
function withoutTableHead(text: string, lastLine: number): string {
  const starts = [lastLine];
  for (let start = lastLine; start > 0;) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    const line = text.slice(before, start - 1);
    if (TABLE_RULE.test(line)) return text;
    if (!isRow(line)) break;
    starts.push(before);
    start = before;
  }
  const [last, head = last, more] = starts;
  if (more !== undefined || (head !== last && !BEGUN_RULE.test(text.slice(last)))) return text;
  return text.slice(0, head);
}

interface Masked {
  /** As long as the content, with code and escaped characters blanked out. */
  text: string;
  /** Where a code span starts that has no end yet. */
  openCode: { at: number; run: string } | undefined;
}

/**
 * Closes what the last run of text has opened, so that it looks now as it will look: code and bold are shown as such
 * from their first letter, a link shows its words until its address is complete.
 *
 * @param content the Markdown source of one paragraph, heading, list item or table cell
 * @param sources what marks such as `[1]` may name: such a mark is shown once it is whole
 */
export function closeInline(content: string, sources?: Sources): string {
  const { text, openCode } = mask(content);
  if (openCode) return closeCode(content, openCode, text);
  const link = /!?\[([^[\]]*)\]\(([^()]*)$/.exec(text);
  if (!link) {
    const end = sources ? begunMark(text) : text.length;
    return closeMarks(content.slice(0, end), text.slice(0, end));
  }
  const [whole, label = '', address = ''] = link;
  if (isMark(label, sources)) {
    // Words in brackets after a mark are the sentence going on; what may be an address is not shown.
    const end = ADDRESS.test(address) ? link.index + whole.indexOf('](') + 1 : content.length;
    return closeMarks(content.slice(0, end), text.slice(0, end));
  }
  const words = content.slice(link.index + whole.indexOf('[') + 1, link.index + whole.indexOf(']('));
  return closeMarks(content.slice(0, link.index) + words, text.slice(0, link.index) + label);
}

function closeCode(content: string, open: { at: number; run: string }, masked: string): string {
  const before = content.slice(0, open.at);
  const inside = content.slice(open.at + open.run.length).replace(/`+$/, '');
  if (inside.trim() === '') return closeMarks(before, masked.slice(0, open.at));
  return before + open.run + inside + open.run + openMarks(masked.slice(0, open.at));
}

/** Drops markers at the very end, which either open nothing yet or close what is closed here anyway. */
function closeMarks(content: string, masked: string): string {
  const end = masked.replace(/[*~\s]+$/, '').length;
  return content.slice(0, end) + openMarks(masked.slice(0, end));
}

function openMarks(masked: string): string {
  const open: string[] = [];
  for (const [mark] of masked.matchAll(/\*\*\*|\*\*|~~/g)) {
    if (open[open.length - 1] === mark) open.pop();
    else open.push(mark);
  }
  return open.reverse().join('');
}

function mask(content: string): Masked {
  let text = '';
  for (let at = 0; at < content.length;) {
    const rest = content.slice(at);
    const run = /^`+/.exec(rest)?.[0];
    const length = run === undefined ? (rest.startsWith('\\') ? 2 : 0) : codeLength(rest, run);
    if (run !== undefined && length === 0) return { text: text + rest, openCode: { at, run } };
    text += length === 0 ? content.charAt(at) : 'x'.repeat(Math.min(length, rest.length));
    at += Math.max(1, length);
  }
  return { text, openCode: undefined };
}

/** Length of the code span at the start of `rest`, UTF-16 units; 0 where it has no end. */
function codeLength(rest: string, run: string): number {
  for (const found of rest.slice(run.length).matchAll(/`+/g)) {
    if (found[0].length === run.length) return run.length + found.index + run.length;
  }
  return 0;
}
