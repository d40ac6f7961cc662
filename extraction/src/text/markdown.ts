import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { Collected, Headings } from '../collected';
import type { Extracted, Progress } from '../extracted';
import { readLines } from './read-text';

/** Data above a text, such as its author, between two lines of dashes. */
const FRONT_MATTER = /^---\n(?:.*\n){0,100}?---(?:\n|$)/;
/** The longest table of one piece, in UTF-16 units: longer ones are taken apart, each with the head. */
const TABLE_MAX = 600;

/** Reads Markdown block by block, each with its lines and the headings above. Throws `Unreadable`. */
export async function readMarkdown(path: string, progress: Progress): Promise<Extracted> {
  const { text, cut } = await readLines(path);
  const collected = new Collected();
  if (cut) collected.cut();
  const headings = new Headings();
  const lines = text.split('\n');
  const front = FRONT_MATTER.exec(text)?.[0].trimEnd().split('\n').length ?? 0;
  // Its lines are left out of what is parsed, where a line of dashes would make a heading of the one above it.
  const parsed = lines.map((line, at) => (at < front ? '' : line)).join('\n');
  const tokens: Token[] = [];
  const markdown = new MarkdownIt('default');
  markdown.block.parse(parsed, markdown, {}, tokens);
  const add = (from: number, to: number): void => {
    collected.add(lines.slice(from, to).join('\n'), { ...headings.place, lines: [from + 1, to] });
  };
  if (front > 0) add(0, front);
  for (const [index, token] of tokens.entries()) {
    if (token.level !== 0 || token.nesting < 0 || !token.map) continue;
    const [from, to] = trimmed(lines, token.map);
    if (token.type === 'heading_open') headings.under(Number(token.tag.slice(1)), tokens[index + 1]?.content ?? '');
    if (token.type === 'table_open') addTable(collected, headings, lines, from, to);
    else for (const [first, last] of itemsOf(tokens, index, [from, to])) add(...trimmed(lines, [first, last]));
  }
  progress(1, 1);
  return collected.extracted();
}

/** Where the items of a list stand, each for itself; any other block is one. */
function itemsOf(tokens: readonly Token[], index: number, whole: [number, number]): [number, number][] {
  const token = tokens[index];
  if (token?.type !== 'bullet_list_open' && token?.type !== 'ordered_list_open') return [whole];
  const items: [number, number][] = [];
  for (let at = index + 1; at < tokens.length; at += 1) {
    const inside = tokens[at];
    if (!inside || inside.level === 0) break;
    if (inside.level === 1 && inside.type === 'list_item_open' && inside.map) items.push(inside.map);
  }
  return items;
}

/** A block without the empty lines at its end. */
function trimmed(lines: readonly string[], [from, to]: [number, number]): [number, number] {
  let end = to;
  while (end > from + 1 && (lines[end - 1] ?? '').trim() === '') end -= 1;
  return [from, end];
}

function addTable(collected: Collected, headings: Headings, lines: readonly string[], from: number, to: number): void {
  const head = lines.slice(from, from + 2).join('\n');
  let first = from;
  let rows: string[] = [];
  const flush = (end: number): void => {
    collected.add([head, ...rows].join('\n'), { ...headings.place, lines: [first + 1, end] });
    rows = [];
    first = end;
  };
  let units = head.length;
  for (let at = from + 2; at < to; at += 1) {
    const row = lines[at] ?? '';
    if (rows.length > 0 && units + row.length > TABLE_MAX) {
      flush(at);
      units = head.length;
    }
    rows.push(row);
    units += row.length + 1;
  }
  flush(to);
}
