import { clip } from '@huati/shared';

/** What is read of a text. `text` is its beginning, `units` the length of all of it, in UTF-16 units. */
export interface ReadText {
  charset: string;
  text: string;
  units: number;
}

/** So much of a text is kept, in UTF-16 units: more than windows of today's models can take. */
export const KEPT_UNITS = 1_000_000;

/** What no text has: control characters other than line ends, tabs, form feeds, and the escapes of terminals. */
const BINARY = /[\0-\x06\x0e-\x19\x1c-\x1f]/;
/** What GB18030 makes of bytes that are something else. */
const UNLIKELY = /[\u0080-\u009f\ue000-\uf8ff\ufffd]/;
/** Control characters that stand in texts, and that nobody reads. */
const UNREAD = /[\x07\x08\x0b\x1a\x1b\x7f]/g;

/**
 * Reads a content as text: UTF-16 where it says so, else UTF-8 where it is that to the last byte, else GB18030. `open` gives
 * it from its beginning, once for each try. Undefined where it is no text in any of them.
 */
export async function readText(
  beginning: Uint8Array,
  open: () => Promise<AsyncIterable<Buffer>>,
): Promise<ReadText | undefined> {
  for (const charset of charsetsOf(beginning)) {
    const read = await decode(await open(), charset);
    if (read) return read;
  }
  return undefined;
}

function charsetsOf([first, second]: Uint8Array): string[] {
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  return ['utf-8', 'gb18030'];
}

async function decode(content: AsyncIterable<Buffer>, charset: string): Promise<ReadText | undefined> {
  const decoder = new TextDecoder(charset, { fatal: true });
  let text = '';
  let units = 0;
  const take = (piece: string): boolean => {
    if (BINARY.test(piece) || (charset === 'gb18030' && UNLIKELY.test(piece))) return false;
    units += piece.length;
    if (text.length < KEPT_UNITS) text += piece.replace(UNREAD, '');
    return true;
  };
  // Returning out of the loop closes the content.
  for await (const bytes of content) if (!take(decoded(decoder, bytes))) return undefined;
  if (!take(decoded(decoder, undefined))) return undefined;
  return { charset, text: clip(text, KEPT_UNITS), units: text.length < KEPT_UNITS ? text.length : units };
}

/** What the next bytes say, undefined: their end; what is no text in this encoding becomes what no text has. */
function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Buffer | undefined): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) return '\0';
    throw error;
  }
}
