import type { Extracted, Progress } from './extracted';
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
export function read(kind: Kind, path: string, progress: Progress): Promise<Extracted> {
  return readers[kind](path, progress);
}
