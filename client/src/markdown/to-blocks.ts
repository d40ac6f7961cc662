import type { Token } from 'markdown-it';
import type { Block, CodeBlock, HtmlBlock, ListBlock, ListItem, TableBlock } from './blocks';
import { engine } from './engine';
import { isOpen } from './seal';
import { blocksOf, firstParagraph, groupOf, tokensOf, typeOf, type TokenGroup } from './token-groups';

const NEEDS_COMPONENT = new Set(['fence', 'code_block', 'table_open', 'math_block']);

// A part that cannot change any more is the same tokens each time: what was made of it is given again.
const knownBlocks = new WeakMap<Token[], Block>();
const knownItems = new WeakMap<Token[], ListItem>();
const knownRows = new WeakMap<Token[], string>();

/**
 * The block that a group of tokens is.
 *
 * @param key what its key starts with
 */
export function toBlock(group: TokenGroup, key: string): Block {
  const [first] = group.head;
  switch (first?.type) {
    case 'fence':
    case 'code_block':
      return { key: `${key}c`, kind: 'code', ...fenceOf(first) };
    case 'math_block':
      return { key: `${key}m`, kind: 'math', tex: first.content, open: isOpen(first) };
    case 'table_open':
      return tableBlock(group, key);
    case 'blockquote_open':
      return { key: `${key}q`, kind: 'quote', blocks: group.parts.map((part, at) => innerBlock(part, `${key}.${at}`)) };
    case 'bullet_list_open':
    case 'ordered_list_open':
      return listBlock(group, key);
    default:
      return { key: `${key}h`, kind: 'html', html: render(tokensOf(group)) };
  }
}

function innerBlock(tokens: Token[], key: string): Block {
  return remembered(knownBlocks, tokens, () => toBlock(groupOf(tokens), key));
}

function tableBlock({ head, parts }: TableGroup, key: string): TableBlock {
  const end = head.findIndex((token) => token.type === 'thead_close');
  const rows = parts.map((part) => remembered(knownRows, part, () => render(part)));
  return { key: `${key}t`, kind: 'table', head: render(head.slice(2, end)), rows };
}

type TableGroup = Pick<TokenGroup, 'head' | 'parts'>;

function listBlock(group: TokenGroup, key: string): ListBlock {
  const start = typeOf(group) === 'ordered_list_open' ? Number(group.head[0]?.attrGet('start') ?? 1) : null;
  const tight = firstParagraph(group.parts)?.hidden ?? true;
  const items = group.parts.map((part, at) => remembered(knownItems, part, () => listItem(part, `${key}.${at}`)));
  return { key: `${key}l`, kind: 'list', start, tight, items };
}

function listItem(tokens: Token[], key: string): ListItem {
  const blocks: Block[] = [];
  let simple: { at: number; tokens: Token[] } | undefined;
  const flush = (): void => {
    if (simple) blocks.push(htmlBlock(simple.tokens, `${key}.${simple.at}`));
    simple = undefined;
  };
  blocksOf(tokens.slice(1, -1)).forEach((part, at) => {
    if (part.some((token) => NEEDS_COMPONENT.has(token.type))) {
      flush();
      blocks.push(toBlock(groupOf(part), `${key}.${at}`));
    } else {
      simple = { at: simple?.at ?? at, tokens: [...(simple?.tokens ?? []), ...part] };
    }
  });
  flush();
  return { key, blocks };
}

function htmlBlock(tokens: Token[], key: string): HtmlBlock {
  return { key: `${key}h`, kind: 'html', html: render(tokens) };
}

/** The code of a fence or of indented lines, and whether its end is there yet. */
export function fenceOf(token: Token): Pick<CodeBlock, 'language' | 'code' | 'open'> {
  const language =
    token.info
      .trim()
      .split(/[\s{:,]/)[0]
      ?.toLowerCase() ?? '';
  const code = token.content.endsWith('\n') ? token.content.slice(0, -1) : token.content;
  return { language, code, open: isOpen(token) };
}

/** Lists in it say whether their items stand together by a class: their paragraphs are the same either way. */
function render(tokens: Token[]): string {
  const lists: Token[] = [];
  for (const token of tokens) {
    if (/_list_(?:open|close)$/.test(token.type)) {
      if (token.nesting === 1) lists.push(token);
      else lists.pop();
    } else if (token.hidden) {
      const list = lists[lists.length - 1];
      if (list?.level === token.level - 2) list.attrSet('class', 'is-tight');
      token.hidden = false;
    }
  }
  return engine.renderer.render(tokens, engine.options, {});
}

function remembered<T>(known: WeakMap<Token[], T>, tokens: Token[], make: () => T): T {
  const value = known.get(tokens) ?? make();
  known.set(tokens, value);
  return value;
}
