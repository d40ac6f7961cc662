import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { clip } from '@huati/shared';
import { TEXT_MAX, Unreadable } from '../extracted';

/** What is read of a text: its beginning, up to `TEXT_MAX` UTF-16 units; `cut` where there is more of it. */
export interface ReadText {
  charset: string;
  text: string;
  cut: boolean;
}

/** What no text has: control characters other than line ends, tabs, form feeds, and the escapes of terminals. */
const BINARY = /[\0-\x06\x0e-\x19\x1c-\x1f]/;
/** What GB18030 makes of bytes that are something else. */
const UNLIKELY = /[\u0080-\u009f\ue000-\uf8ff\ufffd]/;
/** Control characters that stand in texts, and that nobody reads. */
const UNREAD = /[\x07\x08\x0b\x1a\x1b\x7f]/g;

/**
 * Reads the file at `path` as text: UTF-16 where it says so, else UTF-8 where it is that to the last byte, else GB18030.
 * Undefined where it is no text in any of them.
 */
export async function readText(path: string): Promise<ReadText | undefined> {
  for (const charset of charsetsOf(await beginningOf(path, 2))) {
    const read = await decode(createReadStream(path), charset);
    if (read) return read;
  }
  return undefined;
}

/** As `readText`, with line ends of one kind; throws `Unreadable` where it is no text. */
export async function readLines(path: string): Promise<ReadText> {
  const read = await readText(path);
  if (!read) throw new Unreadable('broken', 'no text in an encoding that is known');
  return { ...read, text: read.text.replace(/\r\n?/g, '\n') };
}

/** The first bytes of the file at `path`, up to `most`. */
export async function beginningOf(path: string, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function charsetsOf([first, second]: Uint8Array): string[] {
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  return ['utf-8', 'gb18030'];
}

async function decode(content: AsyncIterable<Buffer>, charset: string): Promise<ReadText | undefined> {
  const decoder = new TextDecoder(charset, { fatal: true });
  let text = '';
  const take = (piece: string): boolean => {
    if (BINARY.test(piece) || (charset === 'gb18030' && UNLIKELY.test(piece))) return false;
    if (text.length <= TEXT_MAX) text += piece.replace(UNREAD, '');
    return true;
  };
  // Returning out of the loop closes the content.
  for await (const bytes of content) if (!take(decoded(decoder, bytes))) return undefined;
  if (!take(decoded(decoder, undefined))) return undefined;
  return { charset, text: clip(text, TEXT_MAX), cut: text.length > TEXT_MAX };
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
