import type { Token } from 'markdown-it';

/** A block's tokens. Those of a list, a quote or a table's rows are apart, for a text that grows adds to them one by one. */
export interface TokenGroup {
  /** Its first line, counted from 0. */
  line: number;
  /** What opens it; of other blocks than lists, quotes and tables all of their tokens. */
  head: Token[];
  /** The items of a list, the blocks of a quote, the rows below a table's head. */
  parts: Token[][];
  tail: Token[];
}

const HOLDERS = new Set(['bullet_list_open', 'ordered_list_open', 'blockquote_open']);

/** Tokens of one level, in groups that are a block each. */
export function groupTokens(tokens: Token[]): TokenGroup[] {
  return blocksOf(tokens).map(groupOf);
}

/** The tokens of one block as a group. */
export function groupOf(tokens: Token[]): TokenGroup {
  const line = tokens[0]?.map?.[0] ?? 0;
  const type = tokens[0]?.type ?? '';
  const rows = type === 'table_open' ? tokens.findIndex((token) => token.type === 'tbody_open') + 1 : 0;
  const from = HOLDERS.has(type) ? 1 : rows;
  if (from === 0) return { line, head: tokens, parts: [], tail: [] };
  const to = tokens.length - (rows > 0 ? 2 : 1);
  return { line, head: tokens.slice(0, from), parts: blocksOf(tokens.slice(from, to)), tail: tokens.slice(to) };
}

/** All tokens of a group, one after the other. */
export function tokensOf(group: TokenGroup): Token[] {
  return group.parts.length === 0
    ? [...group.head, ...group.tail]
    : [...group.head, ...group.parts.flat(), ...group.tail];
}

/** What opens the block. */
export function typeOf(group: TokenGroup): string {
  return group.head[0]?.type ?? '';
}

/** The opening tokens of the paragraphs that stand in a list's item itself, not in what the item holds. */
export function ownParagraphs(item: readonly Token[]): Token[] {
  const level = (item[0]?.level ?? 0) + 1;
  return item.filter((token) => token.type === 'paragraph_open' && token.level === level);
}

/** The first of these in a list: its items stand together or apart all alike. */
export function firstParagraph(items: readonly (readonly Token[])[]): Token | undefined {
  for (const item of items) {
    const [first] = ownParagraphs(item);
    if (first) return first;
  }
  return undefined;
}

/** Tokens of one level by block, from what opens it to what closes it. */
export function blocksOf(tokens: readonly Token[]): Token[][] {
  const blocks: Token[][] = [];
  let depth = 0;
  let block: Token[] = [];
  for (const token of tokens) {
    block.push(token);
    depth += token.nesting;
    if (depth > 0) continue;
    blocks.push(block);
    block = [];
  }
  return blocks;
}
