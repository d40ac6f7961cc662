interface BlockBase {
  /** Stays the same while a text grows, as long as the block is of the same kind. */
  key: string;
}

/** Paragraphs, headings, simple lists, quotes, rules: safe HTML made by us. */
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

export interface TableBlock extends BlockBase {
  kind: 'table';
  html: string;
}

/** A list with code or a table in it, which need components of their own. */
export interface ListBlock extends BlockBase {
  kind: 'list';
  /** Number of the first item; `null` for bullets. */
  start: number | null;
  items: { key: string; blocks: Block[] }[];
}

/** A quote with code or a table in it. */
export interface QuoteBlock extends BlockBase {
  kind: 'quote';
  blocks: Block[];
}

export type Block = HtmlBlock | CodeBlock | TableBlock | ListBlock | QuoteBlock;
