import { begunMark, isMark, type Sources } from './citations';
import { isBegunFormula, mathAt } from './math/unfinished-math';

/** A last line that may still become a list, a heading, a rule, a quote or a fence, and would then change its shape. */
const UNDECIDED = /^\s*(?:[-=*+_]{1,3}|\d{1,9}[.)]?|#{1,6}|>|`{1,2}|~{1,2}|(?:`{3,}|~{3,})[^`]*)[ \t]*$/;
/** What may be the beginning of a link's address. */
const ADDRESS = /^[\w:/.?#%&=@~+-]*$/;
/** Words that may be a link's; with more of them they are likelier just words in brackets. */
const BEGUN_LINK = /(^|[^\w)\]])!?\[[^[\]\n]{0,60}\]?$/;
/** An asterisk that opens emphasis, not one between figures, with what is around it. */
const OPENS = /^[^\w*\\]?\*[^\s*\d]/;
/** What is meant by one asterisk has ended some words later. */
const EMPHASIS = /^[^\n]{0,60}$/;
const DROPPED = /[*~\s]/;
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
  if (UNDECIDED.test(line) || isBegunFormula(line)) return text.slice(0, start);
  return line.trim() === '' || isRow(line) ? withoutTableHead(text, start) : text;
}

/**
 * What of a growing text whose last line is one of code can be shown: a line that may become the end of the code waits.
 *
 * @returns the text, without such a line
 */
export function decidedCode(text: string): string {
  const start = text.lastIndexOf('\n') + 1;
  return /^ *(?:`+|~+)[ \t]*$/.test(text.slice(start)) ? text.slice(0, start) : text;
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
  /** As long as the content, with code, formulas and escaped characters blanked out. */
  text: string;
  /** Where a code span starts that has no end yet. */
  openCode?: { at: number; run: string };
  /** Where a formula starts that has no end yet, and what stands for it until then. */
  openMath?: { at: number; closed: string };
}

/**
 * Closes what the last run of text has opened, so that it looks now as it will look: code and bold are shown as such
 * from their first letter, a link shows its words until its address is complete.
 *
 * @param content the Markdown source of one paragraph, heading, list item or table cell
 * @param sources what marks such as `[1]` may name: such a mark is shown once it is whole
 */
export function closeInline(content: string, sources?: Sources): string {
  const { text, openCode, openMath } = mask(content);
  if (openCode) return closeCode(content, openCode, text);
  if (openMath) return closeMath(content, openMath, text);
  const link = /!?\[([^[\]]*)\]\(([^()]*)$/.exec(text);
  if (!link) {
    const end = Math.min(sources ? begunMark(text) : text.length, begunLink(text, sources));
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

/** Where words in brackets begin that may become a link's, UTF-16 units; the text's length where none do. An index is none. */
function begunLink(masked: string, sources: Sources | undefined): number {
  const found = BEGUN_LINK.exec(masked);
  if (!found) return masked.length;
  const [words, before = ''] = found;
  const label = words.slice(words.indexOf('[') + 1, -1);
  return words.endsWith(']') && isMark(label, sources) ? masked.length : found.index + before.length;
}

function closeCode(content: string, open: { at: number; run: string }, masked: string): string {
  const before = content.slice(0, open.at);
  const inside = content.slice(open.at + open.run.length).replace(/`+$/, '');
  if (inside.trim() === '') return closeMarks(before, masked.slice(0, open.at));
  return before + open.run + inside + open.run + openMarks(masked.slice(0, open.at));
}

function closeMath(content: string, { at, closed }: { at: number; closed: string }, masked: string): string {
  const before = masked.slice(0, at);
  return closed === '' ? closeMarks(content.slice(0, at), before) : content.slice(0, at) + closed + openMarks(before);
}

/** Drops markers at the very end, which either open nothing yet or close what is closed here anyway. */
function closeMarks(content: string, masked: string): string {
  let end = masked.length;
  while (end > 0 && DROPPED.test(masked.charAt(end - 1))) end -= 1;
  return content.slice(0, end) + openMarks(masked.slice(0, end));
}

function openMarks(masked: string): string {
  const open: { mark: string; index: number }[] = [];
  for (const { 0: mark, index } of masked.matchAll(/\*{1,3}|~~/g)) {
    if (open[open.length - 1]?.mark === mark) open.pop();
    else if (mark !== '*' || OPENS.test(masked.slice(Math.max(0, index - 1), index + 2))) open.push({ mark, index });
  }
  return open
    .filter(({ mark, index }) => mark !== '*' || EMPHASIS.test(masked.slice(index)))
    .reverse()
    .map(({ mark }) => mark)
    .join('');
}

function mask(content: string): Masked {
  let text = '';
  for (let at = beginningFrom(content, 0); at < content.length; at = beginningFrom(content, at)) {
    text += content.slice(text.length, at);
    const rest = content.slice(at);
    const math = mathAt(content, at);
    if (math && math.kind !== 'formula') return { text: text + rest, openMath: { at, closed: math.closed } };
    const run = /^`+/.exec(rest)?.[0];
    const length = math ? math.length : run === undefined ? (rest.startsWith('\\') ? 2 : 0) : codeLength(rest, run);
    if (run !== undefined && length === 0) return { text: text + rest, openCode: { at, run } };
    text += length === 0 ? content.charAt(at) : 'x'.repeat(Math.min(length, rest.length));
    at += Math.max(1, length);
  }
  return { text: text + content.slice(text.length) };
}

/** Where code, a formula or something escaped may begin next, UTF-16 units; the content's length where nothing does. */
function beginningFrom(content: string, at: number): number {
  const found = content.slice(at).search(/[`$\\]/);
  return found < 0 ? content.length : at + found;
}

/** Length of the code span at the start of `rest`, UTF-16 units; 0 where it has no end. */
function codeLength(rest: string, run: string): number {
  for (const found of rest.slice(run.length).matchAll(/`+/g)) {
    if (found[0].length === run.length) return run.length + found.index + run.length;
  }
  return 0;
}
