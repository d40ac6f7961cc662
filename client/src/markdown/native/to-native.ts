import type { Token } from 'markdown-it';
import { writtenOf } from '../math/rules';
import { fenceOf } from '../to-blocks';
import { tokensOf, type TokenGroup } from '../token-groups';
import { runsOf } from './inline';
import { last, type Cell, type Line, type NativeBlock, type TableBlock } from './native-blocks';

const BULLETS = ['•', '◦', '▪'];

/** Where a walk through the tokens of one group stands. */
class Walk {
  readonly blocks: NativeBlock[] = [];
  private readonly lists: (number | null)[] = [];
  private quote = 0;
  private marker = '';
  private kind: Line['kind'] = 'p';
  private tight = false;
  private table: TableBlock | null = null;

  constructor(private readonly key: string) {}

  take(token: Token): void {
    if (this.table ? this.inTable(token, this.table) : this.structure(token)) return;
    if (token.type === 'fence' || token.type === 'code_block') {
      if (this.marker !== '') this.line('p', []);
      this.blocks.push({ kind: 'code', key: this.nextKey('c'), ...this.depth(), ...fenceOf(token) });
    } else if (token.type === 'math_block') {
      if (this.marker !== '') this.line('p', []);
      const { tex, source, open } = writtenOf(token);
      this.blocks.push({ kind: 'math', key: this.nextKey('m'), ...this.depth(), tex, source, open });
    } else if (token.type === 'hr') {
      this.line('rule', []);
    } else if (token.type === 'inline') {
      this.line(this.kind, token.children ?? []);
    }
  }

  /** Lists, quotes, paragraphs and headings: what stands around the text. Out: whether it was one. */
  private structure(token: Token): boolean {
    switch (token.type) {
      case 'bullet_list_open':
        this.lists.push(null);
        return true;
      case 'ordered_list_open':
        this.lists.push(Number(token.attrGet('start') ?? 1));
        return true;
      case 'bullet_list_close':
      case 'ordered_list_close':
        this.lists.pop();
        return true;
      case 'list_item_open':
        this.marker = this.nextMarker();
        return true;
      case 'list_item_close':
        if (this.marker !== '') this.line('p', []);
        return true;
      case 'blockquote_open':
      case 'blockquote_close':
        this.quote += token.nesting;
        return true;
      case 'table_open':
        this.table = { kind: 'table', key: this.nextKey('t'), ...this.depth(), rows: [] };
        this.blocks.push(this.table);
        return true;
      case 'paragraph_open':
        this.kind = 'p';
        this.tight = token.hidden;
        return true;
      case 'heading_open':
        this.kind = (['h1', 'h2', 'h3'] as const).find((kind) => kind === token.tag) ?? 'h4';
        this.tight = false;
        return true;
      default:
        return false;
    }
  }

  private inTable(token: Token, table: TableBlock): boolean {
    if (token.type === 'table_close') this.table = null;
    else if (token.type === 'tr_open') table.rows.push([]);
    else if (token.type === 'th_open' || token.type === 'td_open')
      last(table.rows)?.push({ side: sideOf(token), runs: [] });
    else if (token.type === 'inline') {
      const cell = last(last(table.rows) ?? []);
      if (cell) cell.runs = runsOf(token.children ?? []);
    }
    return true;
  }

  private line(kind: Line['kind'], tokens: Token[]): void {
    const { marker, tight } = this;
    this.marker = '';
    const line: Line = { kind, ...this.depth(), marker, tight, runs: runsOf(tokens) };
    const before = last(this.blocks);
    if (before?.kind === 'prose') before.lines.push(line);
    else this.blocks.push({ kind: 'prose', key: this.nextKey('p'), lines: [line] });
  }

  private nextMarker(): string {
    const number = last(this.lists) ?? null;
    if (number === null) return BULLETS[Math.min(this.lists.length, BULLETS.length) - 1] ?? '';
    this.lists[this.lists.length - 1] = number + 1;
    return `${number}.`;
  }

  private depth(): { indent: number; quote: number } {
    return { indent: this.lists.length, quote: this.quote };
  }

  private nextKey(kind: string): string {
    return `${this.key}.${this.blocks.length}${kind}`;
  }
}

function sideOf(token: Token): Cell['side'] {
  const side = token.attrGet('class');
  return side === 'md-right' ? 'right' : side === 'md-center' ? 'center' : 'left';
}

/**
 * The blocks that a group of tokens is, one after the other: what is nested in Markdown stands further in here, for each
 * level of a mini-program's components costs messages of its own.
 *
 * @param key what their keys start with
 */
export function toNativeBlocks(group: TokenGroup, key: string): NativeBlock[] {
  const walk = new Walk(key);
  for (const token of tokensOf(group)) walk.take(token);
  return walk.blocks;
}
