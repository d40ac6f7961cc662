import type { Token } from 'markdown-it';
import { engine } from './engine';
import { firstParagraph, groupOf, ownParagraphs, typeOf, type TokenGroup } from './token-groups';

/** A list, quote, table or fence whose beginning is parsed for good, and whose end is not there yet. */
export interface Unclosed {
  /** What has to stand before the rest of its source, for the rest to be parsed as the same block. */
  prefix: string;
  /** How many parts at the start `prefix` itself makes. */
  extra: number;
  group: TokenGroup;
  /** The code of a fence so far; whole lines. */
  code: string;
}

/** A place that no later text can reach across. */
export interface Seal {
  /** How many groups before it are closed. */
  groups: number;
  /** The first line behind it. */
  line: number;
  /** The group that goes on behind it. */
  unclosed: Unclosed | undefined;
}

/**
 * Finds the last such place: inside of the block at the end, or before a block that starts where nothing goes on. What a
 * block is, is told by its whole lines alone; so of what stands before, only a list's items may still draw apart.
 *
 * @param groups   as they were parsed, without what is in `unclosed`
 * @param lines    what was parsed, with the prefix of `unclosed`
 * @param unclosed what the first group goes on with
 */
export function sealOf(groups: TokenGroup[], lines: string[], unclosed: Unclosed | undefined): Seal | undefined {
  const end = groups.length - 1;
  const last = groups[end];
  const inside = last && insideOf(last, lines, end === 0 ? unclosed : undefined);
  if (inside) return { groups: end, ...inside };
  for (let index = end; index > 0; index -= 1) {
    const line = groups[index]?.line ?? 0;
    const complete = line + 1 < lines.length;
    const apart = BLANK.test(lines[line - 1] ?? '') || endsItself(groups[index - 1]);
    if (complete && apart) return { groups: index, line, unclosed: undefined };
  }
  return undefined;
}

/** A blank line as Markdown has it: one of full-width spaces is text. */
const BLANK = /^[ \t]*$/;

/** Whether a block needs nothing behind it to be known to have ended. */
function endsItself(group: TokenGroup | undefined): boolean {
  const first = group?.head[0];
  if (first?.type === 'fence') return !isOpen(first);
  return first?.type === 'heading_open' && first.markup.startsWith('#');
}

/** Whether a fence has no end yet. */
export function isOpen(token: Token): boolean {
  return (token.meta as { open?: boolean } | null)?.open === true;
}

type Inside = Pick<Seal, 'line' | 'unclosed'>;

function insideOf(group: TokenGroup, lines: string[], before: Unclosed | undefined): Inside | undefined {
  switch (typeOf(group)) {
    case 'fence':
      return insideFence(group, lines, before);
    case 'table_open':
      return insideTable(group, lines, before);
    case 'blockquote_open':
      return insideQuote(group, lines, before);
    case 'bullet_list_open':
    case 'ordered_list_open':
      return insideList(group, lines, before);
    default:
      return undefined;
  }
}

function insideFence(group: TokenGroup, lines: string[], before: Unclosed | undefined): Inside | undefined {
  const [fence] = group.head;
  const whole = fence ? fence.content.lastIndexOf('\n') + 1 : 0;
  if (!fence || !isOpen(fence) || whole === 0) return undefined;
  const code = (before?.code ?? '') + fence.content.slice(0, whole);
  const prefix = `${lines[group.line] ?? ''}\n`;
  return { line: lines.length - 1, unclosed: { prefix, extra: 0, group, code } };
}

function insideTable(group: TokenGroup, lines: string[], before: Unclosed | undefined): Inside | undefined {
  const end = group.parts.length - 1;
  if (end < 1) return undefined;
  const [head = '', rule = ''] = lines.slice(group.line);
  return { line: group.line + 2 + end, unclosed: goingOn(group, end, `${head}\n${rule}\n`, before) };
}

function insideQuote(group: TokenGroup, lines: string[], before: Unclosed | undefined): Inside | undefined {
  for (let index = group.parts.length - 1; index > 0; index -= 1) {
    const line = startOf(group.parts[index]);
    const apart = /^ {0,3}>[ \t]*$/.test(lines[line - 1] ?? '') && /^ {0,3}>/.test(lines[line] ?? '');
    if (apart && line + 1 < lines.length) return { line, unclosed: goingOn(group, index, '', before) };
  }
  return undefined;
}

/** An item is behind the seal as soon as the next one's first line is whole. */
function insideList(group: TokenGroup, lines: string[], before: Unclosed | undefined): Inside | undefined {
  for (let index = group.parts.length - 1; index > (before?.extra ?? 0); index -= 1) {
    const line = startOf(group.parts[index]);
    if (line + 1 >= lines.length) continue;
    const marker = /^ {0,3}(?:[-+*]|\d{1,9}[.)])/.exec(lines[line] ?? '')?.[0];
    if (marker === undefined) return undefined;
    // An item of ours stands for all before: as far in as the next, and with a blank line where one has drawn them apart.
    const item = `${marker} x\n`;
    const apart = isLoose([...lines.slice(group.line, line), item].join('\n'));
    return { line, unclosed: { ...goingOn(group, index, apart ? `${item}\n` : item, before), extra: 1 } };
  }
  return undefined;
}

function isLoose(list: string): boolean {
  const tokens: Token[] = [];
  engine.block.parse(list, engine, {}, tokens);
  const { parts } = groupOf(tokens);
  return ownParagraphs(parts[parts.length - 1] ?? []).some((paragraph) => !paragraph.hidden);
}

function goingOn(group: TokenGroup, parts: number, prefix: string, before: Unclosed | undefined): Unclosed {
  const own = group.parts.slice(before?.extra ?? 0, parts);
  const { head, tail, line } = before?.group ?? group;
  return { prefix, extra: 0, group: { line, head, tail, parts: [...(before?.group.parts ?? []), ...own] }, code: '' };
}

function startOf(part: Token[] | undefined): number {
  return part?.[0]?.map?.[0] ?? 0;
}

/** The whole of a block: what was parsed of it before, and the group that its rest was parsed as. */
export function joined(unclosed: Unclosed, rest: TokenGroup): TokenGroup {
  const [fence] = rest.head;
  if (fence?.type === 'fence') {
    fence.content = unclosed.code + fence.content;
    return rest;
  }
  const { head, tail, line, parts } = unclosed.group;
  if (unclosed.extra > 0) drawApart(parts, rest.parts[0] ?? []);
  return { line, head, tail, parts: [...parts, ...rest.parts.slice(unclosed.extra)] };
}

/** Items stand together or apart all alike: the rest of a list tells of those before. */
function drawApart(items: Token[][], like: Token[]): void {
  const hidden = ownParagraphs(like)[0]?.hidden ?? false;
  const known = firstParagraph(items);
  if (!known || known.hidden === hidden) return;
  for (const item of items) {
    const level = (item[0]?.level ?? 0) + 1;
    for (const token of item) if (token.level === level && token.type.startsWith('paragraph_')) token.hidden = hidden;
  }
}
