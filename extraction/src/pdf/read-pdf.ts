import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { PAGES_MAX, TEXT_MAX, Unreadable, type Extracted, type Progress } from '../extracted';
import { toBlocks } from './blocks';
import { asUnreadable, openPdf } from './document';
import { unitsOf, wordless } from './repeated';
import { toRows } from './rows';
import { textOf } from './runs';
import { toPieces, type Placed } from './structure';

/** A page with fewer signs of its own is one to look at: a scan, or words that are drawn. */
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
    let units = 0;
    let page = 0;
    while (page < pages && units <= TEXT_MAX) {
      page += 1;
      const found = await readPage(pdf, page);
      units += found.reduce((sum, one) => sum + unitsOf(one), 0);
      placed.push(...found);
      progress(page, pages);
    }
    const extracted = toPieces(placed, pdf.numPages);
    const scanned = wordless(placed, page, WORDS_MIN);
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
