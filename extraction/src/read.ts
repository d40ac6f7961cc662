import type { Extracted, Progress } from './extracted';
import { PAGES_MAX, TEXT_MAX } from './extracted';
import type { Kind } from './kinds';
import { readDocx } from './office/docx';
import { readPptx } from './office/pptx';
import { readXlsx } from './office/xlsx';
import { readPdf } from './pdf/read-pdf';
import { readCsv } from './text/csv';
import { readHtml } from './text/html';
import { readMarkdown } from './text/markdown';
import { readPlain } from './text/plain';

type Reader = (path: string, progress: Progress) => Promise<Extracted>;

/** A picture is one page without words, until it is looked at. */
const readPicture: Reader = () => Promise.resolve({ pieces: [], pages: 1, scanned: [1], cut: false });

const readers: Record<Kind, Reader> = {
  pdf: readPdf,
  docx: readDocx,
  pptx: readPptx,
  xlsx: readXlsx,
  csv: readCsv,
  markdown: readMarkdown,
  html: readHtml,
  text: readPlain,
  png: readPicture,
  jpeg: readPicture,
  webp: readPicture,
  gif: readPicture,
  heic: readPicture,
};

/**
 * Reads the file at `path`, which its bytes showed to be of `kind`. At most `TEXT_MAX` units of text and `PAGES_MAX` pages
 * are kept, and `cut` tells. Takes the thread that it runs in for as long as it needs. Throws `Unreadable`.
 */
export async function read(kind: Kind, path: string, progress: Progress): Promise<Extracted> {
  const extracted = await readers[kind](path, progress);
  let units = 0;
  const over = extracted.pieces.findIndex(({ text, place }) => {
    units += text.length;
    return units > TEXT_MAX || (place.page ?? place.slide ?? 0) > PAGES_MAX;
  });
  const scanned = extracted.scanned?.filter((page) => page <= PAGES_MAX);
  if (over < 0) return { ...extracted, scanned };
  return { ...extracted, scanned, pieces: extracted.pieces.slice(0, over), cut: true };
}
