import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { getDocument, VerbosityLevel, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { Unreadable } from '../extracted';

/** Pictures inside of a page that have more pixels are left out: they are unpacked whole. */
const IMAGE_PIXELS_MAX = 40_000_000;

const packageFolder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const folder = (name: string): string => join(packageFolder, name) + sep;

/**
 * Opens the PDF at `path` without scripts, forms of XFA or network. `close` it by `destroy()`. Throws `Unreadable`: it wants
 * a password (`encrypted`), or cannot be made sense of (`broken`).
 */
export async function openPdf(path: string): Promise<PDFDocumentProxy> {
  const data = new Uint8Array(await readFile(path));
  const task = getDocument({
    data,
    // Fonts of Chinese PDFs are often named only, and their codes mean something by these tables alone.
    cMapUrl: folder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: folder('wasm'),
    iccUrl: folder('iccs'),
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: true,
    maxImageSize: IMAGE_PIXELS_MAX,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    return await task.promise;
  } catch (error) {
    await task.destroy();
    throw asUnreadable(error);
  }
}

/** What a fault of the PDF library means. */
export function asUnreadable(error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return new Unreadable('encrypted', 'The PDF wants a password.', { cause: error });
  return new Unreadable('broken', `The PDF is damaged (${name || 'unknown'}).`, { cause: error });
}
