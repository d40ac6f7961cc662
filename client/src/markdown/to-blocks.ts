import type { Token } from 'markdown-it';
import type { Block, CodeBlock, ListBlock } from './blocks';
import { engine } from './engine';

const NEEDS_COMPONENT = new Set(['fence', 'code_block', 'table_open']);

/** A block's tokens, from the one that opens it to the one that closes it. */
export interface TokenGroup {
  tokens: Token[];
  /** Its first line, counted from 0. */
  line: number;
}

/** Tokens of one level, in groups that are a block each. */
export function groupTokens(tokens: Token[]): TokenGroup[] {
  const groups: TokenGroup[] = [];
  let depth = 0;
  let group: Token[] = [];
  for (const token of tokens) {
    group.push(token);
    depth += token.nesting;
    if (depth > 0) continue;
    groups.push({ tokens: group, line: group[0]?.map?.[0] ?? 0 });
    group = [];
  }
  return groups;
}

/**
 * The block that a group of tokens is.
 *
 * @param lines the text that was parsed, by line
 * @param key   what its key starts with
 */
export function toBlock(tokens: Token[], lines: string[], key: string): Block {
  const first = tokens[0];
  if (first?.type === 'fence' || first?.type === 'code_block') return codeBlock(first, lines, key);
  if (first?.type === 'table_open') return { key: `${key}t`, kind: 'table', html: render(tokens) };
  if (tokens.some((token) => NEEDS_COMPONENT.has(token.type))) {
    if (first?.type === 'blockquote_open') {
      return { key: `${key}q`, kind: 'quote', blocks: inner(tokens, lines, key) };
    }
    return listBlock(tokens, lines, key);
  }
  return { key: `${key}h`, kind: 'html', html: render(tokens) };
}

function inner(tokens: Token[], lines: string[], key: string): Block[] {
  return groupTokens(tokens.slice(1, -1)).map((group, index) => toBlock(group.tokens, lines, `${key}.${index}`));
}

function listBlock(tokens: Token[], lines: string[], key: string): ListBlock {
  const first = tokens[0];
  const start = first?.type === 'ordered_list_open' ? Number(first.attrGet('start') ?? 1) : null;
  const items = groupTokens(tokens.slice(1, -1)).map((item, index) => {
    const itemKey = `${key}.${index}`;
    return { key: itemKey, blocks: inner(item.tokens, lines, itemKey) };
  });
  return { key: `${key}l`, kind: 'list', start, items };
}

function codeBlock(token: Token, lines: string[], key: string): CodeBlock {
  return { key: `${key}c`, kind: 'code', ...fenceOf(token, lines) };
}

/** The code of a fence or of indented lines, and whether its end is there yet. */
export function fenceOf(token: Token, lines: string[]): Pick<CodeBlock, 'language' | 'code' | 'open'> {
  const language =
    token.info
      .trim()
      .split(/[\s{:,]/)[0]
      ?.toLowerCase() ?? '';
  return { language, code: token.content.replace(/\n$/, ''), open: isOpenFence(token, lines) };
}

/** markdown-it takes a fence without an end as code until the end of the text, and does not tell. */
function isOpenFence(token: Token, lines: string[]): boolean {
  if (token.type !== 'fence' || !token.map) return false;
  const [from, to] = token.map;
  const last = (lines[to - 1] ?? '').replace(/^[\s>]*/, '').trimEnd();
  const closes =
    to - 1 > from && last.length >= token.markup.length && [...last].every((mark) => mark === token.markup[0]);
  return !closes;
}

function render(tokens: Token[]): string {
  return engine.renderer.render(tokens, engine.options, {});
}
