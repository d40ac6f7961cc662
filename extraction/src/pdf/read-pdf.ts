import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { PAGES_MAX, TEXT_MAX, Unreadable, type Extracted, type Progress } from '../extracted';
import { toBlocks, type Block } from './blocks';
import { asUnreadable, openPdf } from './document';
import { toRows } from './rows';
import { textOf } from './runs';
import { toPieces, type Placed } from './structure';

/** A page with fewer signs is one to look at: a scan, or words that are drawn. */
const WORDS_MIN = 10;

/** Beyond this many pages even finding each page takes too long. */
const PAGES_SANE = 20_000;

/**
 * Reads the PDF at `path`: headings, paragraphs and tables in reading order, each with its page and its place on it. Pages
 * with hardly a word are `scanned`. `cut` beyond `PAGES_MAX` pages and `TEXT_MAX` units. Throws `Unreadable`.
 */
export async function readPdf(path: string, progress: Progress): Promise<Extracted> {
  const pdf = await openPdf(path);
  try {
    if (pdf.numPages > PAGES_SANE) throw new Unreadable('too_long', `The PDF has ${pdf.numPages} pages.`);
    const pages = Math.min(pdf.numPages, PAGES_MAX);
    const placed: Placed[] = [];
    const scanned: number[] = [];
    let units = 0;
    let page = 0;
    while (page < pages && units <= TEXT_MAX) {
      page += 1;
      const found = await readPage(pdf, page);
      const here = found.reduce((sum, { block }) => sum + unitsOf(block), 0);
      if (here < WORDS_MIN) scanned.push(page);
      units += here;
      placed.push(...found);
      progress(page, pages);
    }
    const extracted = toPieces(placed, pdf.numPages);
    return { ...extracted, scanned, cut: extracted.cut || page < pdf.numPages };
  } catch (error) {
    throw asUnreadable(error);
  } finally {
    await pdf.destroy();
  }
}

async function readPage(pdf: PDFDocumentProxy, number: number): Promise<Placed[]> {
  const page = await pdf.getPage(number);
  try {
    const on = await textOf(page);
    // The way that most of the text runs is read first.
    const turns = [...on.runs].sort((a, b) => b[1].length - a[1].length);
    return turns.flatMap(([turn, runs]) => {
      const blocks = toBlocks(toRows(runs));
      return blocks.map((block) => ({ block, page: number, turn, on }));
    });
  } finally {
    page.cleanup();
  }
}

function unitsOf(block: Block): number {
  if (block.kind === 'text') return block.text.length;
  return block.rows.reduce((sum, { cells }) => sum + cells.reduce((s, cell) => s + cell.length, 0), 0);
}
