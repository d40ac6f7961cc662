import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../refusal';

/** A body on the disk. */
export interface Spooled {
  path: string;
  bytes: number;
  /** SHA-256, in hex. */
  hash: string;
}

/** What `use` makes of the content, which is in a file of its own in `folder` meanwhile. Throws Refusal where it has more than `maxBytes`, or none. */
export async function spooled<T>(
  content: Readable,
  { folder, maxBytes }: { folder: string; maxBytes: number },
  use: (spooled: Spooled) => Promise<T>,
): Promise<T> {
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  let bytes = 0;
  const counting = new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length;
      hash.update(piece);
      if (bytes > maxBytes) done(new Refusal('too_large', `more than ${maxBytes} bytes are not taken`));
      else done(null, piece);
    },
  });
  try {
    await pipeline(content, counting, createWriteStream(path));
    if (bytes === 0) throw new Refusal('invalid', 'the body is empty');
    return await use({ path, bytes, hash: hash.digest('hex') });
  } finally {
    await rm(path, { force: true });
  }
}
