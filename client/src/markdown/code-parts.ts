import { escapeHtml } from './highlight';
import type { Colours } from './grammar-files';

/** A part of code ends with the line in which it has so many lines, or so many UTF-16 units. */
const PART_LINES = 40;
const PART_UNITS = 1_600;
/** Something that goes on over parts, such as a long comment, is coloured for so long, UTF-16 units; then the code begins anew. */
const OPEN_UNITS = 8_000;

/** Some whole lines of code; only the last part grows. Together they are the code. */
export type CodeParts = (code: string) => string[];

/** Cuts code that grows into parts, so that what a piece of it costs does not grow with it. */
export function createCodeParts(): CodeParts {
  let parts: string[] = [];
  let units = 0;
  let known = '';
  return (code) => {
    if (!code.startsWith(known)) {
      parts = [];
      units = 0;
    }
    known = code;
    for (let end = partEnd(code, units); end < code.length; end = partEnd(code, units)) {
      parts = [...parts, code.slice(units, end)];
      units = end;
    }
    return [...parts, code.slice(units)];
  };
}

/** Where the part ends that starts at `from`; the code's length where it may still grow. */
function partEnd(code: string, from: number): number {
  let end = from;
  for (let line = 0; line < PART_LINES; line += 1) {
    const next = code.indexOf('\n', end) + 1;
    if (next === 0) return code.length;
    end = next;
    if (end - from >= PART_UNITS) break;
  }
  return end;
}

/**
 * Colours parts of code one after the other. What is open at the end of one, such as a comment, goes on in the next.
 *
 * @returns safe HTML of `part`; `last`: it may still grow, and is given again
 */
export function createColouring({ hljs, name }: Colours): (part: string, last: boolean) => string {
  let before = '';
  return (part, last) => {
    if (part.length > OPEN_UNITS) return escapeHtml(part);
    const source = before + part;
    const { value, _top: mode } = hljs.highlight(source, { language: name, ignoreIllegals: true });
    const html = before === '' ? value : behindLines(value, before.split('\n').length - 1);
    const ended = mode === undefined || !('parent' in mode);
    if (!last) before = ended || source.length > OPEN_UNITS ? '' : source;
    return html;
  };
}

/** HTML of highlight.js behind its first lines, with what is open there opened again. */
function behindLines(html: string, lines: number): string {
  const open: string[] = [];
  let left = lines;
  for (const found of html.matchAll(/<span[^>]*>|<\/span>|\n/g)) {
    if (found[0] === '</span>') open.pop();
    else if (found[0] !== '\n') open.push(found[0]);
    else left -= 1;
    if (left === 0) return open.join('') + html.slice(found.index + 1);
  }
  return '';
}
