import { fileTypeFromBuffer } from 'file-type';

/** So much of a content is looked at for what it is, in bytes. */
export const LOOKED_AT_BYTES = 4100;

const PICTURES: Record<string, string> = {
  'image/png': 'image/png',
  // A PNG that moves.
  'image/apng': 'image/png',
  'image/jpeg': 'image/jpeg',
  'image/webp': 'image/webp',
  'image/gif': 'image/gif',
};

/** Documents whose bytes may happen to be text, which is not the text that people see in them. */
const NOT_AS_TEXT = ['application/pdf', 'application/rtf', 'application/postscript', 'application/eps'];

/** What a content may be, as far as its first bytes tell. */
export type Kind = { kind: 'picture'; mime: string } | { kind: 'maybe text' } | { kind: 'other' };

/**
 * Looks at the first bytes of a content, LOOKED_AT_BYTES of them. Whatever begins like no picture may be text: the marks of
 * some formats are two letters, and words begin with them.
 */
export async function kindOf(beginning: Uint8Array): Promise<Kind> {
  const mime = (await fileTypeFromBuffer(beginning))?.mime ?? '';
  const picture = PICTURES[mime];
  if (picture !== undefined) return { kind: 'picture', mime: picture };
  return { kind: NOT_AS_TEXT.includes(mime) ? 'other' : 'maybe text' };
}
