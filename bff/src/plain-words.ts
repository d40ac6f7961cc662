import { clip } from '@huati/shared';
import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';

/** A heading or a paragraph of a text, in plain words. */
export interface Block {
  heading: boolean;
  text: string;
  /** Brackets in it are no sources. */
  code?: true;
}

// HTML in a text is text.
const markdown = new MarkdownIt({ html: false, linkify: false });

/** The blocks of Markdown without its signs: of links, marks and pictures the words. Reads at most `max` UTF-16 units of it. */
export function blocksOf(text: string, max: number): Block[] {
  const blocks: Block[] = [];
  let heading = false;
  let row: string[] | undefined;
  const add = (words: string, kind: Pick<Block, 'code'> = {}): void => {
    const line = oneLine(words);
    if (line !== '') blocks.push({ heading, text: line, ...kind });
  };
  for (const token of markdown.parse(clip(text.replaceAll('\0', ' '), max), {})) {
    if (token.type === 'heading_open') heading = true;
    if (token.type === 'tr_open') row = [];
    if (token.type === 'fence' || token.type === 'code_block') add(token.content, { code: true });
    if (token.type === 'inline' && row) row.push(wordsOf(token.children ?? []));
    else if (token.type === 'inline') add(wordsOf(token.children ?? []));
    if (token.type === 'heading_close') heading = false;
    if (token.type === 'tr_close') {
      add((row ?? []).filter((cell) => cell !== '').join(' · '));
      row = undefined;
    }
  }
  return blocks;
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ type, content }) => (type === 'softbreak' || type === 'hardbreak' ? ' ' : content))
    .join('')
    .trim();
}

/** The words of Markdown on one line, without its signs and the numbers of its sources. */
export function wordsIn(text: string, max: number): string {
  return blocksOf(text, max)
    .map(({ text: words, code }) => (code ? words : words.replace(/\s*\[\d{1,3}\]/g, '')))
    .join(' ');
}

/**
 * `text` on one line, well-formed, without control characters, and without those that turn the direction of what follows: in a
 * title they would turn the words around it, which are not the writer's.
 */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
