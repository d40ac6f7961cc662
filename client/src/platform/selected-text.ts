import { toTsv, type Side } from '@/markdown/to-csv';
import { elementOf } from './selected-range';

/** Something to be copied: as text, and for those who take more as HTML. */
export interface Content {
  text: string;
  html: string;
}

/** What is no text of an answer: bars, the caret, names of hosts, buttons. */
const NO_TEXT = '.md-code-bar, .md-table-bar, .md-caret, .md-host, [role="button"]:not(.md-cite), [aria-hidden="true"]';
/** What stays in the HTML; of everything else only what is in it. */
const KEPT = new Set(
  (
    'P H1 H2 H3 H4 H5 H6 UL OL LI BLOCKQUOTE PRE CODE TABLE THEAD TBODY TR TH TD ' + 'STRONG EM S A BR HR SUP SUB MARK'
  ).split(' '),
);
const MARKS = [
  ['strong', '**'],
  ['em', '*'],
  ['s', '~~'],
] as const;
const BLOCKS = 'P, H1, H2, H3, H4, H5, H6, UL, OL, BLOCKQUOTE, PRE, TABLE, HR';

/**
 * What is selected of answers, as it is to be read elsewhere: code as it is, formulas as LaTeX, tables as spreadsheets take them, lists
 * with their marks, marks of sources as `[1]`, and nothing of what the page puts around it.
 */
export function contentOf(range: Range): Content {
  const parts = rootsOf(range).map((root) => cleaned(partOf(root, range)));
  return {
    text: parts.map((part) => textOf(part)).join('\n\n'),
    html: parts.map((part) => part.innerHTML).join('\n'),
  };
}

/** A table's cells in text, row by row, the head first. */
export function cellsOf(table: Element): string[][] {
  const copy = document.createElement('div');
  copy.append(table.cloneNode(true));
  return rowsOf(cleaned(copy));
}

/** The same in Markdown: what is strong, a link or code stays so. */
export function markdownCellsOf(table: Element): string[][] {
  const copy = document.createElement('div');
  copy.append(table.cloneNode(true));
  copy.querySelectorAll(NO_TEXT).forEach((each) => each.remove());
  escapeTexts(copy);
  for (const [tag, mark] of MARKS) {
    copy.querySelectorAll(tag).forEach((each) => {
      each.replaceWith(mark, ...each.childNodes, mark);
    });
  }
  copy.querySelectorAll('code').forEach((code) => code.replaceWith(`\`${code.textContent}\``));
  copy.querySelectorAll('a').forEach((link) => {
    const { href } = link;
    link.replaceWith(...(link.textContent.trim() === href ? [href] : ['[', ...link.childNodes, `](${href})`]));
  });
  return rowsOf(cleaned(copy));
}

/** Where the text of a table's columns stands. */
export function sidesOf(table: Element): Side[] {
  return [...table.querySelectorAll('th')].map(({ classList }) =>
    classList.contains('md-right') ? 'right' : classList.contains('md-center') ? 'center' : 'left',
  );
}

/** Signs that mean something in Markdown, in texts that are neither code, formulas, addresses nor marks. */
function escapeTexts(root: Element): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    if (node.parentElement?.closest('code, .md-math, .md-cite') || /^https?:/.test(node.data)) continue;
    node.data = node.data.replace(/[\\`*_[\]<]/g, '\\$&');
  }
}

function rootsOf(range: Range): Element[] {
  const element = elementOf(range.commonAncestorContainer);
  const own = element?.closest('.markdown');
  if (own) return [own];
  return [...(element?.querySelectorAll('.markdown') ?? [])].filter((root) => range.intersectsNode(root));
}

/** A copy of what is selected of `root`, with as much around it as tells what it is. */
function partOf(root: Element, selected: Range): HTMLElement {
  const range = selected.cloneRange();
  if (!root.contains(range.startContainer)) range.setStart(root, 0);
  if (!root.contains(range.endContainer)) range.setEnd(root, root.childNodes.length);
  for (const [node, move] of [
    [range.startContainer, 'setStartBefore'],
    [range.endContainer, 'setEndAfter'],
  ] as const) {
    // A formula is a whole: what it is set from has no parts that somebody could select.
    const formula = elementOf(node)?.closest('.md-math[data-tex]');
    if (formula) range[move](formula);
  }
  const part = document.createElement('div');
  part.append(wrapped(range));
  numbered(part, range.startContainer, root);
  filledUp(part, range.startContainer);
  return part;
}

/** Some lines of code are code, some rows a table, some items a list; words of one of these are but words. */
function wrapped(range: Range): Node {
  const common = elementOf(range.commonAncestorContainer);
  // Items of a list stand in chunks.
  const around = common?.matches('.md-list > .md-chunk') ? common.parentElement : common;
  let inside: Node = range.cloneContents();
  const code = around?.closest('pre');
  if (code) return inElement('pre', inside);
  if (!around?.matches('table, thead, tbody, tr, ul, ol')) return inside;
  if (around.matches('tr')) inside = inElement('tr', inside);
  return inElement(around.matches('ul, ol') ? around.tagName : 'table', inside);
}

function inElement(tag: string, inside: Node): Element {
  const element = document.createElement(tag);
  element.append(inside);
  return element;
}

/** Lists that are selected from their third item on begin with three. */
function numbered(part: Element, start: Node, root: Element): void {
  const lists: HTMLOListElement[] = [];
  for (let at = elementOf(start); at && at !== root; at = at.parentElement) {
    if (at instanceof HTMLOListElement) lists.unshift(at);
  }
  const copies = part.querySelectorAll('ol');
  lists.forEach((list, index) => {
    const items = list.querySelectorAll(':scope > li, :scope > .md-chunk > li');
    const item = [...items].findIndex((each) => each.contains(start));
    const copy = copies[index];
    if (copy) copy.start = list.start + Math.max(0, item);
  });
}

/** A row that is selected from its second cell on keeps its columns. */
function filledUp(part: Element, start: Node): void {
  const cell = elementOf(start)?.closest('td, th');
  const row = part.querySelector('tr');
  if (!(cell instanceof HTMLTableCellElement) || !row) return;
  for (let n = 0; n < cell.cellIndex; n += 1) row.prepend(document.createElement('td'));
}

/** Plain HTML of the copy, without what is the page's own. */
function cleaned(part: HTMLElement): HTMLElement {
  part.querySelectorAll(NO_TEXT).forEach((each) => each.remove());
  part.querySelectorAll('.md-cite').forEach((mark) => mark.replaceWith(`[${mark.textContent}]`));
  part.querySelectorAll<HTMLElement>('.md-math').forEach((formula) => {
    formula.replaceWith(written(formula));
  });
  part.querySelectorAll('pre').forEach((code) => {
    const plain = document.createElement('pre');
    plain.append(inElement('code', document.createTextNode(code.textContent)));
    code.replaceWith(plain);
  });
  part.querySelectorAll('*').forEach(plainElement);
  part.normalize();
  return part;
}

/** A formula as it is written in Markdown. */
function written(formula: HTMLElement): Node {
  const { tex } = formula.dataset;
  if (tex === undefined) return document.createTextNode(formula.textContent);
  if (!formula.classList.contains('is-display')) return document.createTextNode(`$${tex}$`);
  return inElement('p', document.createTextNode(`$$${tex}$$`));
}

function plainElement(element: Element): void {
  if (!KEPT.has(element.tagName)) return element.replaceWith(...element.childNodes);
  for (const { name } of [...element.attributes]) {
    const stays = (name === 'href' && element.tagName === 'A') || (name === 'start' && element.tagName === 'OL');
    if (!stays) element.removeAttribute(name);
  }
}

/** The text of an element's content, block by block. */
function textOf(element: Element, between = '\n\n'): string {
  const blocks: string[] = [];
  let line = '';
  const end = (): void => {
    if (line.trim() !== '') blocks.push(line.replace(/ *\n */g, '\n').trim());
    line = '';
  };
  for (const node of element.childNodes) {
    if (!(node instanceof Element)) {
      line += (node.textContent ?? '').replace(/\s+/g, ' ');
    } else if (node.matches(BLOCKS)) {
      end();
      blocks.push(blockText(node));
    } else {
      line += node.tagName === 'BR' ? '\n' : textOf(node, ' ').replace(/^(?=.)/, leading(node)) + trailing(node);
    }
  }
  end();
  return blocks.filter((block) => block !== '').join(between);
}

function leading(node: Element): string {
  return /^\s/.test(node.textContent) ? ' ' : '';
}

function trailing(node: Element): string {
  return /\s$/.test(node.textContent) ? ' ' : '';
}

function blockText(block: Element): string {
  switch (block.tagName) {
    case 'PRE':
      return block.textContent.replace(/\n$/, '');
    case 'TABLE':
      return toTsv(rowsOf(block));
    case 'UL':
    case 'OL':
      return itemsOf(block).join('\n');
    case 'BLOCKQUOTE':
      return textOf(block).replace(/^/gm, '> ').replace(/ $/gm, '');
    case 'HR':
      return '————';
    default:
      return textOf(block);
  }
}

function itemsOf(list: Element): string[] {
  const first = list instanceof HTMLOListElement ? list.start : null;
  return [...list.children].map((item, at) => {
    const mark = first === null ? '- ' : `${first + at}. `;
    const text = item.matches(BLOCKS) ? blockText(item) : textOf(item, '\n');
    return mark + text.replace(/\n/g, `\n${' '.repeat(mark.length)}`);
  });
}

function rowsOf(table: Element): string[][] {
  return [...table.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => textOf(cell, ' ')));
}
