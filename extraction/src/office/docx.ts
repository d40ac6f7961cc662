import { Collected, Headings } from '../collected';
import type { Extracted, Progress } from '../extracted';
import { addTable, linesOf, type Row } from '../tables';
import { allOf, at, childOf, eachElement, elementsOf, type Element } from '../xml';
import { openZip, type Zip } from '../zip';
import { runText } from './docx-text';
import { readNumbering, type NextMark } from './numbering';
import { elementsIn, mainPart, relatedAs, relationsOf } from './package';
import { outlineLevel, readStyles, type Style } from './styles';

/** Cells stand for all that they span, so a span and a row of such must have an end. */
const SPAN_MAX = 512;

/** What of the file its paragraphs refer to. */
interface Document {
  styleOf: (id: string | undefined) => Style;
  nextMark: NextMark;
  notes: Map<string, string>;
}

/**
 * Reads a text document: headings as their styles and outline levels say, with the numbers that are counted for them, lists,
 * tables, text boxes, and each footnote below its paragraph. What was deleted, hidden or moved away is left out, and so are
 * tables of contents, which say again what headings say. Throws `Unreadable`.
 */
export async function readDocx(path: string, progress: Progress): Promise<Extracted> {
  const zip = await openZip(path);
  try {
    const main = await mainPart(zip, 'word/document.xml');
    const reader = new Reader(await readDocument(zip, main));
    await eachElement(zip.read(main), new Set(['p', 'tbl']), (element) => {
      if (element.name === 'p') reader.paragraph(element);
      else reader.table(element);
      return !reader.collected.full;
    });
    progress(1, 1);
    return reader.collected.extracted();
  } finally {
    zip.close();
  }
}

async function readDocument(zip: Zip, main: string): Promise<Document> {
  const relations = await relationsOf(zip, main);
  const notes = new Map<string, string>();
  for (const kind of ['footnote', 'endnote']) {
    for (const note of await elementsIn(zip, relatedAs(relations, `${kind}s`), kind)) {
      const text = allOf(note, 'p').map((paragraph) => runText(paragraph, () => ''));
      notes.set(`${kind}${note.attributes.id ?? ''}`, text.join(' ').trim());
    }
  }
  return {
    styleOf: await readStyles(zip, relatedAs(relations, 'styles')),
    nextMark: await readNumbering(zip, relatedAs(relations, 'numbering')),
    notes,
  };
}

class Reader {
  readonly collected = new Collected();
  private readonly headings = new Headings();
  /** Notes that the text has come to, and how many of them stand below it already. */
  private readonly met: string[] = [];
  private told = 0;

  constructor(private readonly document: Document) {}

  paragraph(element: Element): void {
    const { text, heading } = this.marked(element);
    if (heading !== undefined && text !== '') this.headings.under(heading, text);
    const hashes = heading === undefined ? '' : `${'#'.repeat(Math.min(6, Math.max(1, heading)))} `;
    if (text !== '') this.collected.add(hashes + text, this.headings.place);
    for (const box of boxesOf(element)) {
      for (const inner of blocksOf(box)) {
        if (inner.name === 'p') this.paragraph(inner);
        else if (inner.name === 'tbl') this.table(inner);
      }
    }
    this.tellNotes();
  }

  table(element: Element): void {
    addTable(this.collected, this.rowsOf(element), () => this.headings.place);
    this.tellNotes();
  }

  private marked(element: Element): { text: string; heading?: number } {
    const format = childOf(element, 'pPr');
    const style = this.document.styleOf(childOf(format, 'pStyle')?.attributes.val);
    if (style.contents) return { text: '' };
    const raw = runText(element, (reference) => this.note(reference)).trim();
    const outline = childOf(format, 'outlineLvl');
    const heading = outline ? outlineLevel(outline.attributes.val) : style.heading;
    const numbers = childOf(format, 'numPr');
    const list = childOf(numbers, 'numId')?.attributes.val ?? style.list;
    const level = Number(childOf(numbers, 'ilvl')?.attributes.val ?? style.level ?? 0);
    const mark = raw === '' || list === undefined ? undefined : this.document.nextMark(list, level);
    if (heading !== undefined) {
      const number = mark === '-' ? undefined : mark;
      return { text: [number, linesOf(raw).join(' ')].filter(Boolean).join(' '), heading };
    }
    if (mark === undefined) return { text: raw };
    const indent = '  '.repeat(Math.min(8, level));
    return { text: `${indent}${mark} ${raw.replaceAll('\n', `\n${indent}  `)}` };
  }

  private note(reference: Element): string {
    const text = this.document.notes.get(`${reference.name.replace('Reference', '')}${reference.attributes.id ?? ''}`);
    if (!text) return '';
    this.met.push(text);
    return `[^${this.met.length}]`;
  }

  private tellNotes(): void {
    for (; this.told < this.met.length; this.told += 1) {
      this.collected.add(`[^${this.told + 1}]: ${this.met[this.told] ?? ''}`, this.headings.place);
    }
  }

  private rowsOf(table: Element): Row[] {
    /** What stands in each column of the row above, for cells that are one with it. */
    let above: string[] = [];
    return allOf(table, 'tr').map((row, index) => {
      const cells: string[] = Array.from({ length: spanOf(at(row, 'trPr', 'gridBefore')) ?? 0 }, () => '');
      const spans: string[] = [];
      for (const cell of allOf(row, 'tc')) {
        const format = childOf(cell, 'tcPr');
        const merged = childOf(format, 'vMerge');
        const column = cells.length;
        const text = merged && merged.attributes.val !== 'restart' ? (above[column] ?? '') : this.cellText(cell);
        if (merged) spans[column] = text;
        const span = spanOf(childOf(format, 'gridSpan')) ?? 1;
        cells.push(text, ...Array.from({ length: Math.max(0, Math.min(span, SPAN_MAX - cells.length) - 1) }, () => ''));
      }
      above = spans;
      return { n: index + 1, cells };
    });
  }

  private cellText(cell: Element): string {
    return this.textsIn(cell).filter(Boolean).join('\n');
  }

  /** What stands in a cell or in a text box of one, line by line. */
  private textsIn(element: Element): string[] {
    return blocksOf(element).flatMap((child) => {
      if (child.name === 'tbl') return this.rowsOf(child).map(({ cells }) => cells.filter(Boolean).join(' '));
      if (child.name !== 'p') return [];
      return [this.marked(child).text, ...boxesOf(child).flatMap((box) => this.textsIn(box))];
    });
  }
}

function spanOf(element: Element | undefined): number | undefined {
  const span = Number(element?.attributes.val);
  return span > 0 ? Math.min(span, SPAN_MAX) : undefined;
}

/** Controls, and marks of what it is about, stand around what is a part of the text all the same. */
const AROUND = new Set(['sdt', 'sdtContent', 'customXml']);

/** What stands right inside of a cell or a text box, or inside of a control there. */
function blocksOf(element: Element): Element[] {
  return elementsOf(element).flatMap((child) => (AROUND.has(child.name) ? blocksOf(child) : [child]));
}

/** The text boxes that hang on a paragraph, once each: drawings come with an older form of themselves. */
function boxesOf(element: Element): Element[] {
  return elementsOf(element).flatMap((child) => {
    if (child.name === 'Fallback') return [];
    return child.name === 'txbxContent' ? [child] : boxesOf(child);
  });
}
