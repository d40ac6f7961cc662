interface BlockBase {
  /** Stays the same while a text grows, as long as the block is of the same kind. */
  key: string;
}

/** Paragraphs, headings, rules, and in lists what is simple: safe HTML made by us. */
export interface HtmlBlock extends BlockBase {
  kind: 'html';
  html: string;
}

export interface CodeBlock extends BlockBase {
  kind: 'code';
  /** As written after the fence, lower case; empty where nothing was. */
  language: string;
  code: string;
  /** The fence has no end yet. */
  open: boolean;
}

/** A formula that stands by itself. */
export interface MathBlock extends BlockBase {
  kind: 'math';
  /** As written, without its marks. */
  tex: string;
  /** The formula has no end yet. */
  open: boolean;
}

export interface TableBlock extends BlockBase {
  kind: 'table';
  /** The `tr` of its headings, safe HTML. */
  head: string;
  /** A `tr` each, safe HTML. Rows that cannot change any more are the same strings. */
  rows: string[];
}

/** One item; what follows each other in it without need of a component is one block of HTML. */
export interface ListItem {
  key: string;
  blocks: Block[];
}

export interface ListBlock extends BlockBase {
  kind: 'list';
  /** Number of the first item; `null` for bullets. */
  start: number | null;
  /** No item stands apart from the next. Paragraphs are `p` either way: a blank line far behind would change all items. */
  tight: boolean;
  /** Those that cannot change any more are the same objects. */
  items: ListItem[];
}

export interface QuoteBlock extends BlockBase {
  kind: 'quote';
  blocks: Block[];
}

export type Block = HtmlBlock | CodeBlock | MathBlock | TableBlock | ListBlock | QuoteBlock;
