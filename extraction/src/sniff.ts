import { fileTypeFromBuffer } from 'file-type';
import { Unreadable } from './extracted';
import type { Kind } from './kinds';
import { oleKind } from './ole';
import { kindOfText } from './text/kind-of-text';
import { beginningOf, readText } from './text/read-text';
import { openZip } from './zip';

/**
 * Why a file is not taken: it has no bytes, is of an old office program, needs a password, or is of no kind that is read.
 */
export type Refused = 'empty' | 'legacy' | 'encrypted' | 'unsupported';

/** What a file is by its bytes alone. */
export type Sniffed = { kind: Kind; charset?: string } | { refused: Refused };

const HEAD = 4_100;
/** So much of a text tells what text it is, in UTF-16 units. */
const TEXT_SEEN = 65_536;
/** Readers find a PDF's mark within so many bytes. */
const PDF_MARK_WITHIN = 1_024;
const LIST_OF_TYPES = '[Content_Types].xml';
const LIST_OF_TYPES_MAX = 1024 * 1024;

const pictures: Record<string, Kind> = {
  'image/png': 'png',
  'image/apng': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/heif': 'heic',
  'image/heic-sequence': 'heic',
  'image/heif-sequence': 'heic',
};

/** What the main part of an office file is called in its list of types, those with macros and templates as well. */
const offices: [Kind, RegExp][] = [
  [
    'docx',
    /wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled(?:Template)?\.main\+xml/i,
  ],
  [
    'pptx',
    /presentationml\.(?:presentation|slideshow|template)\.main\+xml|ms-powerpoint\.(?:presentation|slideshow|template)\.macroEnabled\.main\+xml/i,
  ],
  ['xlsx', /spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template)\.macroEnabled\.main\+xml/i],
];

/**
 * Finds out what the file at `path` is. Only its beginning is held, and of archives their lists; a text is read to its end,
 * piece by piece, to know its encoding. Never throws for what is in the file.
 */
export async function sniff(path: string): Promise<Sniffed> {
  const head = await beginningOf(path, HEAD);
  if (head.length === 0) return { refused: 'empty' };
  if (begins(head, 'PK\x03\x04') || begins(head, 'PK\x05\x06')) return sniffZip(path);
  if (begins(head, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return { refused: await oleKind(path) };
  if (begins(head, '{\\rtf')) return { refused: 'legacy' };
  if (begins(head, '%PDF-')) return { kind: 'pdf' };
  const picture = pictures[(await fileTypeFromBuffer(head))?.mime ?? ''];
  // Three letters make a GIF for some; a text may begin with them.
  if (picture && (picture !== 'gif' || /^GIF8[79]a/.test(head.toString('latin1', 0, 6)))) return { kind: picture };
  const read = await readText(path);
  if (read && !isTextOfPdf(read.text)) {
    return { kind: kindOfText(read.text.slice(0, TEXT_SEEN), read.text.length <= TEXT_SEEN), charset: read.charset };
  }
  // Some programs put a line of their own before a PDF.
  if (head.subarray(0, PDF_MARK_WITHIN).includes('%PDF-')) return { kind: 'pdf' };
  return { refused: 'unsupported' };
}

/** A PDF may be written in letters alone; a text about PDFs does not end as one. */
function isTextOfPdf(text: string): boolean {
  return /^%PDF-\d/m.test(text.slice(0, PDF_MARK_WITHIN)) && text.trimEnd().endsWith('%%EOF');
}

function begins(head: Buffer, mark: string): boolean {
  return head.subarray(0, mark.length).equals(Buffer.from(mark, 'latin1'));
}

async function sniffZip(path: string): Promise<Sniffed> {
  try {
    const zip = await openZip(path);
    try {
      if (!zip.has(LIST_OF_TYPES)) return { refused: 'unsupported' };
      const types = await zip.text(LIST_OF_TYPES, LIST_OF_TYPES_MAX);
      const kind = offices.find(([, mark]) => mark.test(types))?.[0];
      return kind ? { kind } : { refused: 'unsupported' };
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof Unreadable) return { refused: 'unsupported' };
    throw error;
  }
}
