import { createReadStream } from 'node:fs';

/** The text of the file at `path`, piece by piece: UTF-8 where it is that to the last byte, else GB18030, as Chinese programs write CSV. */
export async function* decodedFile(path: string): AsyncGenerator<string> {
  const charset = (await isUtf8(path)) ? 'utf-8' : 'gb18030';
  const decoder = new TextDecoder(charset);
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>)
    yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) decoder.decode(bytes, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The longest line that is read, in UTF-16 units. */
export const LINE_MAX = 1_000_000;

/** The lines of a text that comes in pieces, without their ends; undefined in the place of one that is too long. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string | undefined> {
  let rest = '';
  let isTooLong = false;
  for await (const piece of pieces) {
    // What ends in `\r` may go on with the `\n` that belongs to it.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield isTooLong || line.length > LINE_MAX ? undefined : line;
      isTooLong = false;
    }
    if (rest.length <= LINE_MAX) continue;
    isTooLong = true;
    rest = rest.endsWith('\r') ? '\r' : '';
  }
  if (isTooLong) yield undefined;
  else if (rest !== '') yield rest.replace(/\r$/, '');
}
